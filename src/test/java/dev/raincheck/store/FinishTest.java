package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.EndedCall;
import dev.raincheck.core.Ending;
import dev.raincheck.core.Fence;
import dev.raincheck.core.Lifecycle.Effect;
import dev.raincheck.core.ProgressReport;
import dev.raincheck.core.Requeue;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What attempts write when they are over, and the fence in front of it. */
@QuarkusTest
@TestProfile(Quiet.class)
class FinishTest extends StoreFixture {
  @Inject Database database;

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED"})
  void theEndIsRecordedWithItsResponse(CallState state) {
    ClaimedCall call = running();

    assertTrue(end(call, state));

    EndedCall ended = get(store.ended(call.id())).orElseThrow();
    assertEquals(state, ended.row().state());
    assertEquals(1, ended.row().attempt());
    assertEquals(Duration.ofMillis(5), ended.row().ran());
    assertEquals(201, ended.response().orElseThrow().status());
    assertEquals("text/plain", ended.response().orElseThrow().mediaType());
    assertEquals(Map.of("X-Kept", List.of("one", "two")), ended.response().orElseThrow().headers());
    assertArrayEquals(response().body(), ended.response().orElseThrow().body());
    assertEquals(0, count("pending", call.id()));
    Optional<Call.Failure> expected =
        state == CallState.FAILED ? Optional.of(FAILURE) : Optional.empty();
    assertEquals(expected, ended.row().failure());
    assertEquals(expected.orElse(null), ended.row().attempts().get(0).failure());
  }

  @Test
  void aCallThatHasNotEndedHasNoResult() {
    assertEquals(Optional.empty(), get(store.ended(running().id())));
    assertEquals(Optional.empty(), get(store.ended(queued())));
    assertEquals(Optional.empty(), get(store.ended(ids.next())));
    assertEquals(Optional.empty(), get(store.find(ids.next())));
  }

  @Test
  void onlyTheOwnerEndsACall() {
    ClaimedCall call = running();

    assertFalse(end(by(call, ids.next(), call.attempt()), CallState.SUCCEEDED));
    assertFalse(end(by(call, call.node(), call.attempt() + 1), CallState.SUCCEEDED));
    assertFalse(requeue(by(call, ids.next(), call.attempt()), Effect.SPENT));
    assertFalse(requeue(by(call, call.node(), call.attempt() + 1), Effect.SPENT));
    assertEquals(CallState.RUNNING, state(call.id()));

    assertTrue(end(call, CallState.SUCCEEDED));
    assertFalse(end(call, CallState.FAILED));
    assertFalse(requeue(call, Effect.SPENT));
    assertEquals(CallState.SUCCEEDED, state(call.id()));
    assertEquals(1, row(call.id()).attempts().size());
  }

  @Test
  void anAttemptThatWasRepeatedElsewhereCountsNot() {
    ClaimedCall first = running();
    requeue(first, Effect.SPENT);
    assertFalse(end(first, CallState.SUCCEEDED));

    ClaimedCall second = claim(first.node());

    assertFalse(end(first, CallState.FAILED));
    assertFalse(requeue(first, Effect.SPENT));
    assertTrue(end(second, CallState.SUCCEEDED));
  }

  @Test
  void theFenceHoldsWithinOneBatch() {
    ClaimedCall stale = running();
    requeue(stale, Effect.SPENT);
    ClaimedCall owner = claim(lease());
    ClaimedCall other = running();

    List<Requeue> requeues =
        List.of(
            requeueing(stale, Effect.SPENT),
            requeueing(owner, Effect.SPENT),
            requeueing(other, Effect.SPENT));
    assertEquals(List.of(false, true, true), get(new Finishes(database, sealer).requeue(requeues)));

    List<ClaimedCall> again = claim(lease(), 10);
    assertEquals(2, again.size());
    List<Ending> endings =
        List.of(
            ending(stale, CallState.FAILED),
            ending(owner, CallState.FAILED),
            ending(again.get(0), CallState.SUCCEEDED),
            ending(again.get(1), CallState.SUCCEEDED));
    assertEquals(
        List.of(false, false, true, true), get(new Finishes(database, sealer).end(endings)));
    assertEquals(CallState.SUCCEEDED, state(stale.id()));
  }

  @Test
  void twoThatEndOneAttemptMakeOneEnd() {
    ClaimedCall call = running();
    Ending ending = ending(call, CallState.SUCCEEDED);

    var first = store.end(ending).subscribeAsCompletionStage();
    var second = store.end(ending).subscribeAsCompletionStage();

    assertEquals(1, (first.join() ? 1 : 0) + (second.join() ? 1 : 0));
  }

  @Test
  void aSpentAttemptIsRemembered() {
    ClaimedCall call = running();

    assertTrue(requeue(call, Effect.SPENT));

    CallRow row = row(call.id());
    assertEquals(CallState.QUEUED, row.state());
    assertEquals(1, row.attempt());
    assertEquals(3, row.maxAttempts());
    assertEquals(Optional.of(FAILURE), row.failure());
    assertEquals(1, row.attempts().size());
    assertEquals(1, row.attempts().get(0).number());
    assertEquals("a-replica", row.attempts().get(0).node());
    assertEquals(FAILURE, row.attempts().get(0).failure());
    assertTrue(row.startedAt().isPresent());
    assertEquals(2, claim(lease()).attempt());
  }

  @Test
  void anAttemptThatDidNotRunIsForgotten() {
    ClaimedCall call = running();

    assertTrue(requeue(call, Effect.NOT_RUN));

    CallRow row = row(call.id());
    assertEquals(0, row.attempt());
    assertEquals(3, row.maxAttempts());
    assertEquals(List.of(), row.attempts());
    assertEquals(Optional.empty(), row.startedAt());
    assertEquals(1, claim(lease()).attempt());
  }

  @Test
  void whatRanBeforeIsNotForgottenWithIt() {
    ClaimedCall first = running();
    requeue(first, Effect.SPENT);
    requeue(claim(lease()), Effect.NOT_RUN);

    CallRow row = row(first.id());

    assertEquals(1, row.attempt());
    assertEquals(1, row.attempts().size());
    assertTrue(row.startedAt().isPresent());
    assertEquals(Optional.of(FAILURE), row.failure());
  }

  @Test
  void anAttemptThatIsPaidBackKeepsItsNumber() {
    ClaimedCall call = running();

    assertTrue(requeue(call, Effect.REPAID));

    CallRow row = row(call.id());
    assertEquals(1, row.attempt());
    assertEquals(4, row.maxAttempts());
    assertNull(row.attempts().get(0).failure());
    ClaimedCall next = claim(lease());
    assertEquals(2, next.attempt());
    assertEquals(4, next.maxAttempts());
  }

  @Test
  void itWaitsAsLongAsItWasTold() {
    ClaimedCall call = running();

    get(
        store.requeue(
            new Requeue(
                call, Effect.SPENT, Duration.ofHours(1), Optional.of(FAILURE), Duration.ZERO)));

    CallRow row = row(call.id());
    assertEquals(
        Duration.ofHours(1),
        Duration.between(row.attempts().get(0).endedAt(), row.queueAt().orElseThrow()));
    assertEquals(List.of(), claim(lease(), 10));
  }

  @Test
  void timeInsideTheProcedureAddsUp() {
    ClaimedCall first = running();
    requeue(first, Effect.SPENT);
    end(claim(lease()), CallState.SUCCEEDED);

    CallRow row = row(first.id());
    assertEquals(Duration.ofMillis(10), row.ran());
    assertEquals(2, row.attempts().size());
    assertEquals(Optional.empty(), row.failure());
    assertNull(row.attempts().get(1).failure());
    assertEquals(FAILURE, row.attempts().get(0).failure());
  }

  @Test
  void aCallWhoseEndWasAskedForIsNotRequeued() {
    ClaimedCall call = running();
    get(store.cancel(call.id()));

    assertFalse(requeue(call, Effect.SPENT));

    assertEquals(CallState.RUNNING, state(call.id()));
    assertTrue(end(call, CallState.CANCELLED));
    assertEquals(CallState.CANCELLED, state(call.id()));
  }

  @Test
  void progressIsThatOfTheOwner() {
    ClaimedCall call = running();
    ClaimedCall waiting = running();
    requeue(waiting, Effect.SPENT);
    Call.Progress progress = new Call.Progress(3, 10, "page 3");
    Call.Progress wrong = new Call.Progress(9, 9, "stale");

    get(
        store.report(
            List.of(
                new ProgressReport(call, progress),
                new ProgressReport(by(call, ids.next(), 1), wrong),
                new ProgressReport(by(call, call.node(), 2), wrong),
                new ProgressReport(waiting, wrong))));

    assertEquals(Optional.of(progress), row(call.id()).progress());
    assertEquals(Optional.empty(), row(waiting.id()).progress());
    end(call, CallState.SUCCEEDED);
    assertEquals(Optional.of(progress), row(call.id()).progress());
  }

  @Test
  void textThatTheDatabaseCannotHoldDoesNotKeepACallFromEnding() {
    ClaimedCall failing = running();
    ClaimedCall repeated = running();
    Call.Failure odd = new Call.Failure(500, "zero \0 inside");

    assertTrue(
        get(
            store.end(
                new Ending(
                    failing, CallState.FAILED, response(), Optional.of(odd), Duration.ZERO))));
    assertTrue(
        get(
            store.requeue(
                new Requeue(
                    repeated, Effect.SPENT, Duration.ZERO, Optional.of(odd), Duration.ZERO))));

    assertEquals("zero  inside", row(failing.id()).failure().orElseThrow().title());
    assertEquals("zero  inside", row(repeated.id()).failure().orElseThrow().title());
  }

  @Test
  void aLateRepetitionDoesNotMeetTheNextClaimOfTheSameAttempt() {
    ClaimedCall notRun = running();
    assertTrue(requeue(notRun, Effect.NOT_RUN));
    ClaimedCall again = claim(notRun.node());
    assertEquals(notRun.attempt(), again.attempt());

    assertFalse(requeue(notRun, Effect.NOT_RUN));
    assertFalse(end(notRun, CallState.CANCELLED));

    assertEquals(CallState.RUNNING, state(notRun.id()));
    assertTrue(end(again, CallState.SUCCEEDED));
  }

  private static ClaimedCall by(ClaimedCall call, UUID node, int attempt) {
    return new ClaimedCall(
        call.id(),
        call.procedure(),
        call.caller(),
        new Fence(node, attempt, call.fence().claimedAt()),
        call.maxAttempts(),
        call.input(),
        call.budget(),
        call.budgetFrom(),
        call.waited(),
        call.trace(),
        call.claims());
  }
}
