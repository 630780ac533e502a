package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.CallState;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.Cancellation;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.EndedCall;
import dev.raincheck.core.Lifecycle.Effect;
import dev.raincheck.core.Transition;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What callers do to calls: cancel, retry, delete. */
@QuarkusTest
@TestProfile(Quiet.class)
class ControlTest extends StoreFixture {

  private Cancellation cancel(UUID id) {
    return get(store.cancel(id));
  }

  @Test
  void aWaitingCallIsCancelledAtOnce() {
    UUID waiting = queued();
    UUID delayed = accept(draft().delay(Duration.ofHours(1))).id();
    ClaimedCall backingOff = running(draft().priority(0));
    requeue(backingOff, Effect.SPENT);

    for (UUID id : List.of(waiting, delayed, backingOff.id())) {
      assertEquals(
          new Cancellation.Done(new Transition(id, procedure, CallState.CANCELLED)), cancel(id));
      EndedCall ended = get(store.ended(id)).orElseThrow();
      assertEquals(CallState.CANCELLED, ended.row().state());
      assertTrue(ended.row().endedAt().isPresent());
      assertEquals(410, ended.response().orElseThrow().status());
      assertEquals(0, ended.response().orElseThrow().body().length);
    }
    assertEquals(1, row(backingOff.id()).attempts().size());
    assertEquals(List.of(), claim(lease(), 10));
  }

  @Test
  void aRunningCallIsAskedToStop() {
    ClaimedCall call = running();

    assertEquals(new Cancellation.Asked(procedure), cancel(call.id()));
    assertEquals(new Cancellation.Asked(procedure), cancel(call.id()));

    assertEquals(CallState.RUNNING, state(call.id()));
    assertTrue(row(call.id()).cancelRequested());
    assertEquals(List.of(call.id()), get(store.cancelRequested(call.node())));
    assertTrue(end(call, CallState.SUCCEEDED));
    assertEquals(List.of(), get(store.cancelRequested(call.node())));
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED"})
  void anEndedCallStaysAsItIs(CallState state) {
    UUID id = ended(state);

    assertInstanceOf(Cancellation.Nothing.class, cancel(id));
    assertEquals(state, state(id));
  }

  @Test
  void whatIsNotThereCannotBeChanged() {
    UUID id = ids.next();

    assertInstanceOf(Cancellation.Nothing.class, cancel(id));
    assertFalse(get(store.retry(id, 3)));
    assertFalse(get(store.delete(id)));
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "CANCELLED", "EXPIRED"})
  void aRetryGivesFreshAttempts(CallState state) {
    ClaimedCall first = running(draft().maxAttempts(1));
    end(first, state);

    assertTrue(get(store.retry(first.id(), 3)));

    CallRow row = row(first.id());
    assertEquals(CallState.QUEUED, row.state());
    assertEquals(1, row.attempt());
    assertEquals(4, row.maxAttempts());
    assertEquals(Optional.empty(), row.endedAt());
    assertFalse(row.cancelRequested());
    assertEquals(1, row.attempts().size());
    assertTrue(row.attempts().get(0).endedAt() != null);
    ClaimedCall second = claim(lease());
    assertEquals(2, second.attempt());
    assertEquals(4, second.maxAttempts());
    assertTrue(end(second, CallState.SUCCEEDED));
    assertEquals(2, row(first.id()).attempts().size());
  }

  @Test
  void aRetryGivesTheBudgetAnew() {
    ClaimedCall call = running(draft().budget(Duration.ofMinutes(5)));
    sql("update pending set expires_at = now() - interval '1 hour' where id = $1", call.id());
    end(call, CallState.EXPIRED);

    assertTrue(get(store.retry(call.id(), 1)));

    CallRow row = row(call.id());
    assertEquals(
        row.queueAt().orElseThrow().plus(Duration.ofMinutes(5)), row.expiresAt().orElseThrow());
    assertTrue(row.expiresAt().orElseThrow().isAfter(row.readAt()));
  }

  @Test
  void aCallThatNeverRanIsRetriedToo() {
    UUID id = queued();
    cancel(id);

    assertTrue(get(store.retry(id, 2)));

    assertEquals(List.of(), row(id).attempts());
    assertEquals(2, row(id).maxAttempts());
    assertEquals(1, claim(lease()).attempt());
  }

  @Test
  void aRetriedCallThatIsCancelledInTheQueueCanBeRetriedAgain() {
    ClaimedCall first = running();
    end(first, CallState.FAILED);
    get(store.retry(first.id(), 3));
    cancel(first.id());

    assertTrue(get(store.retry(first.id(), 3)));

    assertEquals(1, row(first.id()).attempts().size());
    assertEquals(2, claim(lease()).attempt());
  }

  @Test
  void whatSucceededOrHasNotEndedIsNotRetried() {
    UUID waiting = queued();
    UUID succeeded = running(draft().priority(0)).id();

    assertFalse(get(store.retry(waiting, 3)));
    assertFalse(get(store.retry(succeeded, 3)));
    UUID done = ended(CallState.SUCCEEDED);
    assertFalse(get(store.retry(done, 3)));
    assertEquals(CallState.SUCCEEDED, state(done));
  }

  @Test
  void aDeletedCallLeavesNothingBehind() {
    ClaimedCall first = running(draft().key("k", "request"));
    requeue(first, Effect.SPENT);
    end(claim(lease()), CallState.FAILED);

    assertTrue(get(store.delete(first.id())));

    for (String table : List.of("call", "pending", "outcome", "attempt", "idempotency")) {
      assertEquals(0, count(table, first.id()), table);
    }
    assertEquals(Optional.empty(), get(store.find(first.id())));
    assertFalse(get(store.delete(first.id())));
  }

  @Test
  void onlyWhatHasEndedIsDeleted() {
    ClaimedCall running = running(draft().key("k", "request"));
    UUID waiting = queued();

    assertFalse(get(store.delete(running.id())));
    assertFalse(get(store.delete(waiting)));
    assertEquals(CallState.RUNNING, state(running.id()));
    assertEquals(CallState.QUEUED, state(waiting));
    assertEquals(1, count("idempotency", running.id()));
  }
}
