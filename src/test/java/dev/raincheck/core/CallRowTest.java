package dev.raincheck.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where the time of a call went. Times are seconds since it was stored. */
class CallRowTest {
  private static final Instant STORED = Instant.parse("2026-11-22T08:00:00Z");

  private static Instant at(long seconds) {
    return STORED.plusSeconds(seconds);
  }

  private static Call.Attempt attempt(long from, @Nullable Long to) {
    return new Call.Attempt(1, at(from), to == null ? null : at(to), "a-replica", null);
  }

  private static CallRow row(
      CallState state, List<Call.Attempt> attempts, @Nullable Long end, long ran, long read) {
    return new CallRow(
        new UUID(1, 2),
        "greet",
        "",
        state,
        STORED,
        Optional.empty(),
        Optional.empty(),
        attempts.stream().findFirst().map(Call.Attempt::startedAt),
        Optional.ofNullable(end).map(CallRowTest::at),
        Optional.empty(),
        attempts.size(),
        5,
        false,
        Optional.empty(),
        Optional.empty(),
        attempts,
        Duration.ofSeconds(ran),
        List.of(),
        at(read));
  }

  private static void timing(CallRow row, long queued, long running, long total) {
    assertEquals(Duration.ofSeconds(queued), row.queued(), "queued");
    assertEquals(Duration.ofSeconds(running), row.running(), "running");
    assertEquals(Duration.ofSeconds(total), row.total(), "total");
  }

  @Test
  void aNewCallHasOnlyWaited() {
    timing(row(CallState.QUEUED, List.of(), null, 0, 7), 7, 0, 7);
  }

  @Test
  void aRunningOneGoesOn() {
    timing(row(CallState.RUNNING, List.of(attempt(2, null)), null, 0, 7), 2, 5, 7);
  }

  @Test
  void backingOffIsWaitingToo() {
    timing(row(CallState.QUEUED, List.of(attempt(2, 5L)), null, 3, 9), 2 + 4, 3, 9);
  }

  @Test
  void allAttemptsCount() {
    List<Call.Attempt> attempts = List.of(attempt(2, 5L), attempt(10, null));
    timing(row(CallState.RUNNING, attempts, null, 3, 11), 2 + 5, 3 + 1, 11);
  }

  @Test
  void anEndedCallHasStopped() {
    List<Call.Attempt> attempts = List.of(attempt(2, 5L), attempt(10, 12L));
    timing(row(CallState.SUCCEEDED, attempts, 12L, 5, 1_000), 2 + 5, 5, 12);
  }

  @Test
  void whatWasCancelledInTheQueueWaitedUntilThen() {
    timing(row(CallState.CANCELLED, List.of(), 8L, 0, 1_000), 8, 0, 8);
    timing(row(CallState.EXPIRED, List.of(attempt(2, 5L)), 9L, 3, 1_000), 2 + 4, 3, 9);
  }

  @Test
  void whatWasCancelledWhileItRanDidNotWaitThen() {
    timing(row(CallState.CANCELLED, List.of(attempt(2, 8L)), 8L, 6, 1_000), 2, 6, 8);
  }

  @Test
  void noTimeIsNegativeAndThePartsAreNoMoreThanTheWhole() {
    Random random = new Random(24);
    for (int i = 0; i < 10_000; i++) {
      long now = 0;
      long ran = 0;
      List<Call.Attempt> attempts = new ArrayList<>();
      for (int earlier = random.nextInt(4); earlier > 0; earlier--) {
        long from = now + random.nextInt(10);
        now = from + random.nextInt(10);
        ran += now - from;
        attempts.add(attempt(from, now));
      }
      CallState state = CallState.values()[random.nextInt(CallState.values().length)];
      if (state == CallState.RUNNING) {
        now += random.nextInt(10);
        attempts.add(attempt(now, null));
      }
      boolean queued = state == CallState.QUEUED || state == CallState.CANCELLED;
      long end = queued ? now + random.nextInt(10) : now;
      long read = end + random.nextInt(10);
      CallRow row = row(state, attempts, state.isFinal() ? end : null, ran, read);

      assertTrue(!row.queued().isNegative() && !row.running().isNegative());
      assertEquals(row.total(), row.queued().plus(row.running()), row::toString);
    }
  }

  @Test
  void aClockThatWasSetBackMakesNothingNegative() {
    timing(row(CallState.RUNNING, List.of(attempt(-5, null)), null, 0, -10), 0, 0, 0);
  }
}
