package dev.raincheck.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.core.CallHistory;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What one reader is told, quick or slow. */
class EventStreamTest {
  private static final UUID CALL = new UUID(0, 1);
  private static final Instant STORED = Instant.parse("2026-11-22T08:00:00Z");

  /** Takes as much as the test says. */
  private static final class Reader implements Flow.Subscriber<StreamEvent> {
    private final List<String> read = new ArrayList<>();
    private boolean ended;
    private Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription toThis) {
      subscription = toThis;
    }

    @Override
    public void onNext(StreamEvent event) {
      read.add(
          event instanceof StreamEvent.Changed changed
              ? changed.change().id() + " " + changed.change().row().state()
              : "alive");
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onComplete() {
      ended = true;
    }
  }

  private static final class Places implements Outlet.Owner<EventStream> {
    private boolean full;
    private int open;

    @Override
    public boolean opened(EventStream stream) {
      open += full ? 0 : 1;
      return !full;
    }

    @Override
    public void closed(EventStream stream) {
      open--;
    }
  }

  private final Places places = new Places();
  private final Reader reader = new Reader();

  private EventStream stream(EventId told) {
    EventStream stream = new EventStream(CALL, told, places);
    stream.subscribe(reader);
    return stream;
  }

  private static Snapshot seen(CallState state, int progress) {
    boolean ended = state.isFinal();
    Optional<Instant> end = ended ? Optional.of(STORED.plusSeconds(2)) : Optional.empty();
    List<Call.Attempt> attempts =
        state == CallState.QUEUED
            ? List.of()
            : List.of(new Call.Attempt(1, STORED.plusSeconds(1), end.orElse(null), "a", null));
    CallRow row =
        new CallRow(
            CALL,
            "greet",
            "",
            state,
            STORED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            end,
            Optional.empty(),
            attempts.size(),
            5,
            false,
            Optional.of(new Call.Progress(progress, 0, "")),
            Optional.empty(),
            attempts,
            Duration.ZERO,
            List.of(),
            STORED);
    return Snapshot.of(new CallHistory(row, 0, progress, List.of()));
  }

  @Test
  void whatIsNewIsTold() {
    EventStream stream = stream(EventId.START);
    reader.subscription.request(10);
    assertEquals(List.of(), reader.read);
    stream.tell(seen(CallState.QUEUED, 0));
    stream.tell(seen(CallState.QUEUED, 0));
    stream.tell(seen(CallState.RUNNING, 0));
    stream.tell(seen(CallState.SUCCEEDED, 0));
    assertEquals(List.of("1 QUEUED", "2 RUNNING", "3 SUCCEEDED"), reader.read);
    assertTrue(reader.ended);
    assertEquals(0, places.open);
  }

  @Test
  void nothingPilesUpForASlowReader() {
    EventStream stream = stream(EventId.START);
    for (int progress = 0; progress < 10_000; progress++) {
      stream.tell(seen(CallState.RUNNING, progress));
      stream.beat();
    }
    assertEquals(List.of(), reader.read);
    reader.subscription.request(2);
    stream.tell(seen(CallState.RUNNING, 20_000));
    assertEquals(List.of("1 QUEUED", "2 RUNNING"), reader.read);
    reader.subscription.request(100);
    assertEquals(List.of("1 QUEUED", "2 RUNNING", "2.20000 RUNNING"), reader.read);
    assertFalse(reader.ended);
  }

  @Test
  void itGoesOnAfterWhatTheReaderKnows() {
    EventStream stream = stream(new EventId(2, 3));
    reader.subscription.request(10);
    stream.tell(seen(CallState.RUNNING, 3));
    assertEquals(List.of(), reader.read);
    stream.tell(seen(CallState.RUNNING, 4));
    stream.tell(seen(CallState.FAILED, 4));
    assertEquals(List.of("2.4 RUNNING", "3 FAILED"), reader.read);
  }

  @Test
  void aNumberThatTheCallHasNotIsTheBeginning() {
    EventStream stream = stream(new EventId(50, 0));
    reader.subscription.request(10);
    stream.tell(seen(CallState.QUEUED, 0));
    assertEquals(List.of("1 QUEUED"), reader.read);
  }

  @Test
  void itEndsWhereThereIsNothingMoreToTellEvenIfNothingIsWanted() {
    EventStream stream = stream(new EventId(3, 0));
    stream.tell(seen(CallState.SUCCEEDED, 0));
    assertTrue(reader.ended);
    assertEquals(0, places.open);
  }

  @Test
  void itEndsWithACallThatIsGone() {
    stream(EventId.START).tell(Snapshot.GONE);
    assertTrue(reader.ended);
  }

  @Test
  void aShutdownEndsIt() {
    EventStream stream = stream(EventId.START);
    stream.end();
    stream.tell(seen(CallState.QUEUED, 0));
    reader.subscription.request(1);
    assertTrue(reader.ended);
    assertEquals(List.of(), reader.read);
  }

  @Test
  void whereThereIsNoPlaceItEndsAtOnce() {
    places.full = true;
    stream(EventId.START);
    assertTrue(reader.ended);
  }

  @Test
  void whoHasGoneIsToldNothing() {
    EventStream stream = stream(EventId.START);
    reader.subscription.request(10);
    reader.subscription.cancel();
    stream.tell(seen(CallState.SUCCEEDED, 0));
    stream.beat();
    assertEquals(List.of(), reader.read);
    assertFalse(reader.ended);
    assertEquals(0, places.open);
  }

  @Test
  void aHeartbeatIsSentIfThereIsNothingElse() {
    EventStream stream = stream(EventId.START);
    stream.beat();
    stream.beat();
    assertEquals(List.of(), reader.read);
    reader.subscription.request(10);
    assertEquals(List.of("alive"), reader.read);
    stream.tell(seen(CallState.QUEUED, 0));
    stream.beat();
    assertEquals(List.of("alive", "1 QUEUED", "alive"), reader.read);
  }

  @Test
  void nothingIsLostOrRepeatedWhereThreadsMeet() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (int round = 0; round < 300; round++) {
        Reader one = new Reader();
        EventStream stream = new EventStream(CALL, EventId.START, new Places());
        stream.subscribe(one);
        List<Future<?>> done = new ArrayList<>();
        done.add(
            threads.submit(
                () -> {
                  stream.tell(seen(CallState.QUEUED, 0));
                  stream.tell(seen(CallState.RUNNING, 0));
                  stream.tell(seen(CallState.SUCCEEDED, 0));
                }));
        for (int thread = 0; thread < 2; thread++) {
          done.add(
              threads.submit(
                  () -> {
                    for (int i = 0; i < 5; i++) {
                      one.subscription.request(1);
                    }
                  }));
        }
        for (Future<?> each : done) {
          each.get();
        }
        assertEquals(List.of("1 QUEUED", "2 RUNNING", "3 SUCCEEDED"), one.read);
        assertTrue(one.ended);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
