package dev.raincheck.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.CallState;
import dev.raincheck.core.CallChange;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.CallScope;
import dev.raincheck.core.EventId;
import dev.raincheck.core.FeedPlace;
import dev.raincheck.delivery.StreamEvent.ChangedAmongMany;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What one reader of many calls is told, quick or slow. */
class FeedStreamTest {
  private static final Instant STORED = Instant.parse("2026-11-22T08:00:00Z");
  private static final CallScope MINE = new CallScope(Optional.of("me"), Optional.empty());
  private static final FeedPlace BEGINNING = FeedPlace.before(10);

  private int drained;
  private final AssertSubscriber<StreamEvent> reader = AssertSubscriber.create(0);

  private FeedStream stream(Optional<FeedPlace> from) {
    FeedStream stream =
        new FeedStream(
            MINE,
            from,
            new FeedStream.Owner() {
              @Override
              public boolean opened(FeedStream stream) {
                return true;
              }

              @Override
              public void closed(FeedStream stream) {}

              @Override
              public void drained(FeedStream stream) {
                drained++;
              }
            });
    stream.subscribe(reader);
    return stream;
  }

  private static ChangedAmongMany change(Optional<FeedPlace> place, String caller, long call) {
    CallRow row =
        new CallRow(
            new UUID(0, call),
            "greet",
            caller,
            place.isPresent() ? CallState.CANCELLED : CallState.QUEUED,
            STORED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            place.map(end -> STORED),
            Optional.empty(),
            0,
            5,
            false,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Duration.ZERO,
            List.of(),
            STORED);
    return new ChangedAmongMany(place, new CallChange(new EventId(1, 0), row));
  }

  private static ChangedAmongMany end(long transaction) {
    return end(transaction, "me");
  }

  private static ChangedAmongMany end(long transaction, String caller) {
    return change(
        Optional.of(new FeedPlace(transaction, new UUID(0, transaction))), caller, transaction);
  }

  /** By these transactions, from the first to the last. */
  private static List<ChangedAmongMany> ends(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(FeedStreamTest::end).toList();
  }

  private List<Long> told() {
    return reader.getItems().stream()
        .filter(ChangedAmongMany.class::isInstance)
        .map(event -> ((ChangedAmongMany) event).place().orElse(FeedPlace.START).transaction())
        .toList();
  }

  private static List<Long> numbers(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void itBeginsWithItsPlace() {
    FeedStream stream = stream(Optional.empty());
    assertFalse(stream.isAt(BEGINNING));
    reader.request(5);
    stream.begin(BEGINNING);
    stream.begin(FeedPlace.before(11));
    assertEquals(List.of(new StreamEvent.Reached(BEGINNING)), reader.getItems());
    stream.tellEnds(List.of(end(9), end(11), end(12, "another")), FeedPlace.before(13));
    stream.tell(change(Optional.empty(), "me", 7));
    stream.tell(change(Optional.empty(), "another", 8));
    assertEquals(List.of(11L, 0L), told());
    assertTrue(stream.isAt(FeedPlace.before(13)));
    stream.beat();
    assertEquals(new StreamEvent.Reached(FeedPlace.before(13)), reader.getLastItem());
  }

  @Test
  void aSlowReaderFallsBehindAndCatchesUp() {
    FeedStream stream = stream(Optional.empty());
    stream.begin(BEGINNING);
    stream.tellEnds(ends(10, 209), FeedPlace.before(210));
    stream.tellEnds(ends(210, 300), FeedPlace.before(301));
    assertTrue(stream.isBehind(FeedPlace.before(301)));
    assertFalse(stream.isDrained());
    reader.request(100);
    assertEquals(0, drained);
    reader.request(1_000);
    assertEquals(numbers(10, 209), told());
    assertEquals(1, drained);
    assertTrue(stream.isDrained());
    stream.catchUp(ends(210, 300), FeedPlace.before(301));
    assertTrue(stream.isAt(FeedPlace.before(301)));
    assertEquals(numbers(10, 300), told());
  }

  @Test
  void aHeartbeatIsNotAheadOfWhatWaits() {
    FeedStream stream = stream(Optional.empty());
    stream.begin(BEGINNING);
    stream.tellEnds(ends(10, 11), FeedPlace.before(20));
    assertEquals(new StreamEvent.Reached(BEGINNING), stream.heartbeat());
    reader.request(1);
    assertEquals(new StreamEvent.Reached(new FeedPlace(10, new UUID(0, 10))), stream.heartbeat());
    reader.request(1);
    assertEquals(new StreamEvent.Reached(FeedPlace.before(20)), stream.heartbeat());
  }

  @Test
  void whoComesBackIsLookedUpFirst() {
    FeedPlace elsewhere = FeedPlace.before(1_000_000);
    FeedStream stream = stream(Optional.of(elsewhere));
    reader.request(1_000);
    stream.begin(BEGINNING);
    assertTrue(stream.isBehind(BEGINNING));
    assertFalse(stream.isAt(BEGINNING));
    stream.catchUp(ends(1, 3), FeedPlace.before(5));
    assertTrue(stream.isBehind(BEGINNING));
    assertEquals(numbers(1, 3), told());
    assertEquals(Optional.of(FeedPlace.before(5)), stream.reached());
  }
}
