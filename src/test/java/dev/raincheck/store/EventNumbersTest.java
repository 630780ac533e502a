package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.core.CallHistory;
import dev.raincheck.core.Cancellation;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.EventId;
import dev.raincheck.core.EventLog;
import dev.raincheck.core.Lifecycle;
import dev.raincheck.core.ProgressReport;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The statements number events as the derivation reads them, whatever way a call takes. */
@QuarkusTest
@TestProfile(Quiet.class)
class EventNumbersTest extends StoreFixture {
  private static final int CALLS = 15;
  private static final int STEPS = 14;

  /** One call on its way. */
  private final class Walk {
    private final EventLog log = new EventLog();
    private final Random random;
    private final UUID id;
    private @Nullable ClaimedCall claimed;

    private Walk(Random random) {
      this.random = random;
      if (random.nextBoolean()) {
        ClaimedCall call = running(draft().maxAttempts(1_000));
        claimed = call;
        id = call.id();
        log.happened(CallState.QUEUED, 0);
        log.happened(CallState.RUNNING, 1);
      } else {
        id = accept(draft().maxAttempts(1_000)).id();
        log.happened(CallState.QUEUED, 0);
      }
    }

    private CallHistory history() {
      return get(store.histories(List.of(id))).get(0);
    }

    private void check() {
      CallHistory history = history();
      log.check(history);
      if (random.nextInt(3) == 0) {
        log.look(history);
      }
      Map<UUID, EventId> latest = get(store.latestEvents(List.of(id)));
      assertEquals(
          history.row().state().isFinal() ? Optional.empty() : Optional.of(history.latest()),
          Optional.ofNullable(latest.get(id)));
    }

    private void step() {
      CallState state = state(id);
      if (state == CallState.QUEUED) {
        waited();
      } else if (state == CallState.RUNNING) {
        attempted(claimed());
      } else if (state == CallState.SUCCEEDED) {
        assertTrue(!get(store.retry(id, 3)));
      } else {
        int attempt = row(id).attempt();
        assertTrue(get(store.retry(id, 3)));
        // One that was cancelled here was waiting.
        log.undone(state == CallState.CANCELLED ? 2 : 1);
        log.happened(CallState.QUEUED, attempt);
      }
    }

    private ClaimedCall claimed() {
      ClaimedCall call = claimed;
      if (call == null) {
        throw new AssertionError("Nobody has claimed it");
      }
      return call;
    }

    private void waited() {
      if (random.nextInt(4) > 0) {
        ClaimedCall call = claim(lease());
        claimed = call;
        log.happened(CallState.RUNNING, call.attempt());
      } else {
        int attempt = row(id).attempt();
        assertTrue(get(store.cancel(id)) instanceof Cancellation.Done);
        log.happened(CallState.CANCELLED, attempt);
      }
    }

    private void attempted(ClaimedCall call) {
      switch (random.nextInt(8)) {
        case 0 -> {
          assertTrue(requeue(call, Lifecycle.Effect.NOT_RUN));
          log.undone(2);
          log.happened(CallState.QUEUED, call.attempt() - 1);
        }
        case 1 -> {
          assertTrue(requeue(call, Lifecycle.Effect.SPENT));
          log.happened(CallState.QUEUED, call.attempt());
        }
        case 2 -> {
          assertTrue(requeue(call, Lifecycle.Effect.REPAID));
          log.happened(CallState.QUEUED, call.attempt());
        }
        case 3 -> {
          assertEquals(1, get(leases.resign(call.node())).size());
          log.happened(CallState.QUEUED, call.attempt());
        }
        case 4 -> {
          assertEquals(
              1, get(leases.releaseStrays(call.node(), List.of(), Duration.ofMillis(-1))).size());
          log.happened(CallState.QUEUED, call.attempt());
        }
        case 5 -> {
          Call.Progress progress = new Call.Progress(1, 2, "page");
          get(store.report(List.of(new ProgressReport(call, progress))));
        }
        default -> {
          CallState last = random.nextInt(3) == 0 ? CallState.EXPIRED : CallState.FAILED;
          assertTrue(end(call, last));
          log.happened(last, call.attempt());
        }
      }
    }
  }

  @Test
  void numbersOnlyGrowAndNothingIsLostOrRepeatedWhateverHappens() {
    Random random = new Random(11);
    for (int call = 0; call < CALLS; call++) {
      Walk walk = new Walk(random);
      walk.check();
      for (int step = 0; step < STEPS; step++) {
        walk.step();
        walk.check();
      }
      get(store.cancel(walk.id));
      sql("delete from pending where id = $1", walk.id);
    }
  }

  @Test
  void aDeadReplicasCallGoesOnWithItsNumbers() {
    ClaimedCall call = running();
    sql("update node set seen_at = now() - interval '1 day' where id = $1", call.node());
    get(leases.reap(Duration.ofHours(12)));
    CallHistory queued = get(store.histories(List.of(call.id()))).get(0);
    assertEquals(new EventId(3, 0), queued.latest());
  }

  @Test
  void theLastProgressStaysWithAnEndedCall() {
    ClaimedCall call = running();
    for (int done = 1; done <= 2; done++) {
      Call.Progress progress = new Call.Progress(done, 2, "page " + done);
      get(store.report(List.of(new ProgressReport(call, progress))));
    }
    assertTrue(end(call, CallState.SUCCEEDED));
    CallHistory ended = get(store.histories(List.of(call.id()))).get(0);
    assertEquals(2, ended.progress());
    assertEquals("page 2", ended.row().progress().orElseThrow().note());
  }

  @Test
  void whatIsGoneIsNotThere() {
    assertEquals(List.of(), get(store.histories(List.of(ids.next()))));
    assertEquals(Map.of(), get(store.latestEvents(List.of(ids.next()))));
  }
}
