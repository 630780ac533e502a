package dev.raincheck.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rows of a call tell of its events, whatever has happened to it. */
class TransitionsTest {
  private static final Instant STORED = Instant.parse("2026-11-22T08:00:00Z");
  private static final Call.Failure FAILURE = new Call.Failure(503, "Not now");

  /** The rows of one call, changed as the statements of the store change them. */
  private static final class Rows {
    private CallState state = CallState.QUEUED;
    private int base;
    private int attempt;
    private int progress;
    private long clock;
    private @Nullable Instant attemptAt;
    private @Nullable Instant endedAt;
    private final List<Call.Attempt> remembered = new ArrayList<>();
    private final List<Integer> bases = new ArrayList<>();
    private final EventLog log = new EventLog();

    private Rows() {
      log.happened(state, 0);
    }

    private Instant now() {
      clock++;
      return STORED.plusSeconds(clock);
    }

    private void go(CallState next) {
      state = next;
      log.happened(next, attempt);
    }

    private void claim() {
      attempt++;
      attemptAt = now();
      progress = 0;
      go(CallState.RUNNING);
    }

    private void remember(@Nullable Instant end) {
      if (attemptAt != null) {
        remembered.add(
            new Call.Attempt(attempt, attemptAt, end == null ? now() : end, "a-replica", FAILURE));
        bases.add(base);
      }
      attemptAt = null;
    }

    private void requeue() {
      remember(null);
      go(CallState.QUEUED);
    }

    private void giveBack() {
      log.undone(2);
      attempt--;
      base += 2;
      attemptAt = null;
      go(CallState.QUEUED);
    }

    private void end(CallState last) {
      endedAt = now();
      go(last);
    }

    private void retry() {
      int untold = attemptAt == null ? 2 : 1;
      log.undone(untold);
      int raised = base + untold;
      remember(endedAt);
      base = raised;
      endedAt = null;
      progress = 0;
      go(CallState.QUEUED);
    }

    private void step(Random random) {
      switch (state) {
        case QUEUED -> {
          if (random.nextInt(4) > 0) {
            claim();
          } else {
            end(random.nextBoolean() ? CallState.CANCELLED : CallState.EXPIRED);
          }
        }
        case RUNNING -> {
          switch (random.nextInt(5)) {
            case 0 -> requeue();
            case 1 -> giveBack();
            case 2 -> progress++;
            default -> end(CallState.values()[2 + random.nextInt(4)]);
          }
        }
        case FAILED, CANCELLED, EXPIRED, SUCCEEDED -> retry();
      }
    }

    private CallHistory history() {
      List<Call.Attempt> attempts = new ArrayList<>(remembered);
      if (attemptAt != null) {
        attempts.add(new Call.Attempt(attempt, attemptAt, endedAt, "a-replica", null));
      }
      CallRow row =
          new CallRow(
              new UUID(1, 2),
              "greet",
              "",
              state,
              STORED,
              Optional.empty(),
              Optional.empty(),
              attempts.stream().findFirst().map(Call.Attempt::startedAt),
              Optional.ofNullable(endedAt),
              state == CallState.QUEUED ? Optional.of(STORED.plusSeconds(clock)) : Optional.empty(),
              attempt,
              5,
              false,
              progress > 0
                  ? Optional.of(new Call.Progress(progress, 10, "page"))
                  : Optional.empty(),
              remembered.isEmpty() ? Optional.empty() : Optional.of(FAILURE),
              attempts,
              Duration.ZERO,
              List.of(),
              STORED.plusSeconds(clock));
      return new CallHistory(row, base, progress, bases);
    }
  }

  @Test
  void numbersOnlyGrowAndNothingIsLostOrRepeatedWhateverHappens() {
    Random random = new Random(7);
    for (int call = 0; call < 5_000; call++) {
      Rows rows = new Rows();
      rows.log.check(rows.history());
      for (int step = random.nextInt(20); step > 0; step--) {
        rows.step(random);
        rows.log.check(rows.history());
        if (random.nextInt(3) == 0) {
          rows.log.look(rows.history());
        }
      }
    }
  }

  private static String told(Rows rows) {
    return Transitions.of(rows.history()).stream()
        .map(change -> change.id() + " " + change.row().state() + " " + change.row().attempt())
        .toList()
        .toString();
  }

  @Test
  void aQuickCallHasThreeEvents() {
    Rows rows = new Rows();
    rows.claim();
    rows.end(CallState.SUCCEEDED);
    assertEquals("[1 QUEUED 0, 2 RUNNING 1, 3 SUCCEEDED 1]", told(rows));
  }

  @Test
  void eachAttemptIsTold() {
    Rows rows = new Rows();
    rows.claim();
    rows.requeue();
    rows.claim();
    rows.end(CallState.FAILED);
    assertEquals("[1 QUEUED 0, 2 RUNNING 1, 3 QUEUED 1, 4 RUNNING 2, 5 FAILED 2]", told(rows));
    rows.retry();
    assertEquals("[1 QUEUED 0, 2 RUNNING 1, 3 QUEUED 1, 4 RUNNING 2, 6 QUEUED 2]", told(rows));
  }

  @Test
  void aClaimThatCameToNothingLeavesItsNumbersBehind() {
    Rows rows = new Rows();
    rows.claim();
    rows.giveBack();
    rows.claim();
    assertEquals("[3 QUEUED 0, 4 RUNNING 1]", told(rows));
  }

  @Test
  void progressStandsWithItsAttempt() {
    Rows rows = new Rows();
    rows.claim();
    rows.progress = 3;
    assertEquals("[1 QUEUED 0, 2 RUNNING 1, 2.3 RUNNING 1]", told(rows));
    rows.end(CallState.SUCCEEDED);
    List<CallChange> changes = Transitions.of(rows.history());
    assertEquals("[1 QUEUED 0, 2 RUNNING 1, 2.3 RUNNING 1, 3 SUCCEEDED 1]", told(rows));
    assertEquals(Optional.empty(), changes.get(1).row().progress());
    assertEquals(3, changes.get(2).row().progress().orElseThrow().done());
  }

  @Test
  void anEventShowsTheCallAsItWas() {
    Rows rows = new Rows();
    rows.claim();
    rows.requeue();
    rows.claim();
    rows.end(CallState.SUCCEEDED);
    List<CallChange> changes = Transitions.of(rows.history());
    CallRow stored = changes.get(0).row();
    assertEquals(List.of(), stored.attempts());
    assertEquals(Optional.empty(), stored.startedAt());
    assertEquals(Duration.ZERO, stored.total());
    CallRow first = changes.get(1).row();
    assertNull(first.attempts().get(0).endedAt());
    assertEquals(Optional.empty(), first.failure());
    CallRow backingOff = changes.get(2).row();
    assertEquals(FAILURE, backingOff.failure().orElseThrow());
    assertEquals(Duration.ofSeconds(1), backingOff.running());
    assertEquals(rows.attemptAt, backingOff.queueAt().orElseThrow());
    CallRow second = changes.get(3).row();
    assertEquals(2, second.attempts().size());
    assertEquals(Optional.empty(), second.endedAt());
    assertEquals(rows.history().row(), changes.get(4).row());
  }

  @Test
  void numbersAreReadAsTheyAreWritten() {
    for (EventId id : List.of(new EventId(1, 0), new EventId(12, 345))) {
      assertEquals(Optional.of(id), EventId.parse(id.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "x", "-1", "1.", ".1", "1.2.3", "1 ", "99999999999", "1.x"})
  void whatIsNoNumberIsNone(String text) {
    assertEquals(Optional.empty(), EventId.parse(text));
  }
}
