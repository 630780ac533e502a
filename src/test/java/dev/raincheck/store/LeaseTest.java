package dev.raincheck.store;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.Transition;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Quiet.class)
class LeaseTest extends StoreFixture {
  /** Shorter than the silence of the replicas that are made silent, longer than any test. */
  private static final Duration LEASE = Duration.ofHours(1);

  private static final Call.Failure CRASH = new Call.Failure(500, ProblemType.CRASHED.title());

  private void silence(UUID node) {
    sql("update node set seen_at = now() - interval '2 hours' where id = $1", node);
  }

  private List<Transition> reap() {
    return get(leases.reap(LEASE));
  }

  @Test
  void aLeaseIsRenewed() {
    UUID node = lease();
    silence(node);

    assertTrue(get(leases.renew(node)));

    reap();
    assertEquals(1, count("node", node));
  }

  @Test
  void aLeaseThatWasTakenAwayIsNotRenewed() {
    UUID node = lease();
    silence(node);
    reap();

    assertFalse(get(leases.renew(node)));
    assertEquals(0, count("node", node));
    assertFalse(get(leases.renew(ids.next())));
  }

  @Test
  void whatASilentReplicaRanIsRepeated() {
    ClaimedCall call = running();
    UUID alive = running().id();
    silence(call.node());

    assertEquals(List.of(new Transition(call.id(), procedure, CallState.QUEUED)), ours(reap()));

    CallRow row = row(call.id());
    assertEquals(CallState.QUEUED, row.state());
    assertEquals(1, row.attempt());
    assertEquals(3, row.maxAttempts());
    assertEquals(Optional.of(CRASH), row.failure());
    assertEquals(CRASH, row.attempts().get(0).failure());
    assertEquals("a-replica", row.attempts().get(0).node());
    assertEquals(CallState.RUNNING, state(alive));
    assertFalse(end(call, CallState.SUCCEEDED), "the fence");
    assertEquals(2, claim(lease()).attempt());
  }

  @Test
  void withItsLastAttemptACallFails() {
    ClaimedCall call = running(draft().maxAttempts(1));
    silence(call.node());

    assertEquals(List.of(new Transition(call.id(), procedure, CallState.FAILED)), ours(reap()));

    CallRow row = row(call.id());
    assertEquals(CallState.FAILED, row.state());
    assertEquals(Optional.of(CRASH), row.failure());
    assertEquals(1, row.attempts().size());
    assertEquals(CRASH, row.attempts().get(0).failure());
    given()
        .get("/calls/{id}/result", call.id())
        .then()
        .statusCode(500)
        .contentType("application/problem+json")
        .body("type", equalTo(ProblemType.CRASHED.uri()))
        .body("title", equalTo(ProblemType.CRASHED.title()))
        .body("instance", equalTo("/calls/" + call.id()));
    assertEquals("a-replica", row.attempts().get(0).node());
    assertEquals(500, get(store.ended(call.id())).orElseThrow().response().orElseThrow().status());
  }

  @Test
  void whatWasToBeCancelledIs() {
    ClaimedCall call = running();
    get(store.cancel(call.id()));
    silence(call.node());

    assertEquals(List.of(new Transition(call.id(), procedure, CallState.CANCELLED)), ours(reap()));

    assertEquals(CallState.CANCELLED, state(call.id()));
    assertEquals(Optional.empty(), row(call.id()).failure());
    assertEquals(410, get(store.ended(call.id())).orElseThrow().response().orElseThrow().status());
  }

  @Test
  void whatNobodyOwnsIsFoundAsWell() {
    ClaimedCall call = running();
    sql("delete from node where id = $1", call.node());

    reap();

    assertEquals(CallState.QUEUED, state(call.id()));
    assertEquals(call.node().toString(), row(call.id()).attempts().get(0).node());
  }

  @Test
  void manySilentReplicasAreReapedOnceByWhoeverComes() {
    Set<UUID> failed = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      ClaimedCall call = running(draft().maxAttempts(1));
      silence(call.node());
      failed.add(call.id());
    }

    var first = leases.reap(LEASE).subscribeAsCompletionStage();
    var second = leases.reap(LEASE).subscribeAsCompletionStage();
    List<Transition> all =
        Stream.of(first.join(), second.join(), reap())
            .flatMap(ended -> ours(ended).stream())
            .toList();

    assertEquals(20, all.size());
    assertEquals(failed, Set.copyOf(all.stream().map(Transition::id).toList()));
  }

  @Test
  void straysGoBackAndAreNotCounted() {
    ClaimedCall stray = running();
    UUID node = stray.node();
    accept(draft());
    ClaimedCall known = claim(node);
    accept(draft());
    ClaimedCall young = claim(node);
    accept(draft());
    ClaimedCall unwanted = claim(node);
    get(store.cancel(unwanted.id()));
    for (ClaimedCall old : List.of(stray, known, unwanted)) {
      sql("update pending set attempt_at = now() - interval '1 minute' where id = $1", old.id());
    }

    assertEquals(
        Set.of(
            new Transition(stray.id(), procedure, CallState.QUEUED),
            new Transition(unwanted.id(), procedure, CallState.CANCELLED)),
        Set.copyOf(get(leases.releaseStrays(node, Set.of(known.id()), Duration.ofSeconds(30)))));

    assertEquals(CallState.QUEUED, state(stray.id()));
    assertEquals(1, row(stray.id()).attempt());
    assertEquals(4, row(stray.id()).maxAttempts());
    assertNull(row(stray.id()).attempts().get(0).failure());
    assertFalse(end(stray, CallState.SUCCEEDED), "the fence");
    assertEquals(CallState.RUNNING, state(known.id()));
    assertEquals(CallState.RUNNING, state(young.id()));
    assertEquals(CallState.CANCELLED, state(unwanted.id()));
    assertEquals(2, claim(lease()).attempt());
  }

  @Test
  void whoResignsSpendsNoAttempt() {
    ClaimedCall call = running(draft().maxAttempts(1));
    accept(draft());
    ClaimedCall unwanted = claim(call.node());
    get(store.cancel(unwanted.id()));

    assertEquals(
        Set.of(
            new Transition(call.id(), procedure, CallState.QUEUED),
            new Transition(unwanted.id(), procedure, CallState.CANCELLED)),
        Set.copyOf(get(leases.resign(call.node()))));

    CallRow row = row(call.id());
    assertEquals(CallState.QUEUED, row.state());
    assertEquals(1, row.attempt());
    assertEquals(2, row.maxAttempts());
    assertEquals(1, row.attempts().size());
    assertEquals("a-replica", row.attempts().get(0).node());
    assertNull(row.attempts().get(0).failure());
    assertEquals(CallState.CANCELLED, state(unwanted.id()));
    assertEquals(0, count("node", call.node()));
    assertFalse(end(call, CallState.SUCCEEDED), "the fence");
    assertEquals(2, claim(lease()).attempt());
  }

  private List<Transition> ours(List<Transition> ended) {
    return ended.stream().filter(call -> call.procedure().equals(procedure)).toList();
  }
}
