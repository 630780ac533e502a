package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.DeliveryStore;
import dev.raincheck.core.DeliveryTry;
import dev.raincheck.core.DeliveryTry.Verdict;
import dev.raincheck.core.DueDelivery;
import dev.raincheck.core.DueDelivery.Subject;
import dev.raincheck.core.Lifecycle.Effect;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The outbox of callbacks. */
@QuarkusTest
@TestProfile(Quiet.class)
class DeliveriesTest extends StoreFixture {
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final int ALL = 100_000;

  /** Nobody else's. */
  private final String origin = "https://" + UUID.randomUUID() + ".test";

  @Inject DeliveryStore outbox;

  @BeforeEach
  void forgetOthers() {
    sql("delete from delivery");
  }

  private CallDraft told() {
    return draft().callback(origin + "/ended?x=1");
  }

  private List<Call.Delivery> deliveries(UUID call) {
    return row(call).deliveries();
  }

  private void assertTold(UUID call, CallState state) {
    assertEquals(state, state(call));
    assertEquals(1, deliveries(call).size(), state + " by " + call);
    assertEquals(Call.DeliveryState.PENDING, deliveries(call).get(0).state());
    assertEquals(1, count(call));
  }

  private long count(UUID call) {
    return sql("select count(*) from delivery where call_id = $1", call)
        .iterator()
        .next()
        .getLong(0);
  }

  @Test
  void anEndOfAnAttemptWritesIt() {
    for (CallState state : CallState.values()) {
      if (state.isFinal()) {
        ClaimedCall call = running(told());
        assertEquals(List.of(), deliveries(call.id()));
        assertTrue(end(call, state));
        assertTold(call.id(), state);
        assertFalse(end(call, state));
        assertEquals(1, count(call.id()));
      }
    }
  }

  @Test
  void aCancelledCallThatWaitsWritesIt() {
    UUID id = accept(told()).id();
    get(store.cancel(id));
    assertTold(id, CallState.CANCELLED);
  }

  @Test
  void expiryWritesIt() {
    UUID id = accept(told().budget(Duration.ofHours(1))).id();
    sql("update pending set expires_at = now() where id = $1", id);
    get(store.expire(1000));
    assertTold(id, CallState.EXPIRED);
  }

  @Test
  void theDeathOfAReplicaWritesIt() {
    ClaimedCall failed = running(told().maxAttempts(1));
    ClaimedCall cancelled = running(told());
    ClaimedCall again = running(told());
    get(store.cancel(cancelled.id()));
    for (ClaimedCall call : List.of(failed, cancelled, again)) {
      sql("delete from node where id = $1", call.node());
    }
    get(leases.reap(Duration.ofDays(1)));
    assertTold(failed.id(), CallState.FAILED);
    assertTold(cancelled.id(), CallState.CANCELLED);
    assertEquals(CallState.QUEUED, state(again.id()));
    assertEquals(0, count(again.id()));
  }

  @Test
  void aReplicaThatResignsWritesIt() {
    ClaimedCall call = running(told());
    get(store.cancel(call.id()));
    get(leases.resign(call.node()));
    assertTold(call.id(), CallState.CANCELLED);
  }

  @Test
  void aStrayWritesIt() {
    ClaimedCall call = running(told());
    get(store.cancel(call.id()));
    sql("update pending set attempt_at = now() - interval '1 hour' where id = $1", call.id());
    get(leases.releaseStrays(call.node(), List.of(), Duration.ofMinutes(1)));
    assertTold(call.id(), CallState.CANCELLED);
  }

  @Test
  void eachEndIsADeliveryOfItsOwn() {
    ClaimedCall call = running(told());
    end(call, CallState.FAILED);
    assertTrue(get(store.retry(call.id(), 3)));
    assertEquals(1, count(call.id()));
    end(claim(lease()), CallState.SUCCEEDED);
    List<Call.Delivery> both = deliveries(call.id());
    assertEquals(2, both.size());
    assertNotEquals(both.get(0).id(), both.get(1).id());
  }

  @Test
  void aCallWithoutACallbackHasNone() {
    UUID id = ended(CallState.SUCCEEDED);
    assertEquals(0, count(id));
    assertFalse(get(outbox.deliverAgain(id)));
  }

  @Test
  void anAttemptThatDoesNotEndItsCallWritesNothing() {
    ClaimedCall call = running(told());
    requeue(call, Effect.SPENT);
    assertEquals(0, count(call.id()));
  }

  @Test
  void whatIsClaimedHasAllThatIsNeeded() {
    ClaimedCall call = running(told().caller("ada"));
    end(call, CallState.SUCCEEDED);

    DueDelivery due = claim(Map.of(), 10).get(0);

    assertEquals(deliveries(call.id()).get(0).id(), due.id());
    assertEquals(1, due.number());
    assertEquals("ada", due.caller());
    assertEquals(origin + "/ended?x=1", due.target());
    assertEquals(origin, due.origin());
    CallRow told = assertInstanceOf(Subject.OfCall.class, due.subject()).row().orElseThrow();
    assertEquals(CallState.SUCCEEDED, told.state());
    assertEquals(due.id(), told.deliveries().get(0).id());
    assertEquals(List.of(), claim(Map.of(), 10), "it is leased");
  }

  @Test
  void whatIsNotRecordedIsClaimedAgainAndTheFirstDoesNotCountAnyMore() {
    end(running(told()), CallState.SUCCEEDED);
    DueDelivery lost = claim(Map.of(), 10).get(0);
    sql("update delivery set due_at = now() where id = $1", lost.id());

    DueDelivery second = claim(Map.of(), 10).get(0);

    assertEquals(lost.id(), second.id());
    assertEquals(2, second.number());
    assertFalse(record(lost, new Verdict.Delivered(), 200));
    assertTrue(record(second, new Verdict.Delivered(), 200));
    assertFalse(record(second, new Verdict.GivenUp(), 410));
  }

  @Test
  void aTryIsRecorded() {
    UUID call = toldAndEnded();
    DueDelivery first = claim(Map.of(), 10).get(0);

    assertTrue(record(first, new Verdict.Again(Duration.ofHours(1)), 503));

    Call.Delivery waits = deliveries(call).get(0);
    assertEquals(Call.DeliveryState.PENDING, waits.state());
    assertEquals(1, waits.tries());
    assertEquals(503, waits.lastStatus());
    assertEquals("why", waits.lastError());
    assertTrue(waits.nextAt().isAfter(waits.lastAt().plus(Duration.ofMinutes(59))));
    assertEquals(List.of(), claim(Map.of(), 10));

    sql("update delivery set due_at = now() where id = $1", first.id());
    DueDelivery second = claim(Map.of(), 10).get(0);
    assertEquals(1, second.failures());
    assertTrue(record(second, new Verdict.Delivered(), 204));
    Call.Delivery done = deliveries(call).get(0);
    assertEquals(Call.DeliveryState.DELIVERED, done.state());
    assertEquals(204, done.lastStatus());
    assertNull(done.nextAt());
    assertEquals(List.of(), claim(Map.of(), 10));
  }

  @Test
  void isDeliveredAgainUnderTheSameId() {
    UUID call = toldAndEnded();
    DueDelivery first = claim(Map.of(), 10).get(0);
    record(first, new Verdict.GivenUp(), 410);
    assertEquals(Call.DeliveryState.GIVEN_UP, deliveries(call).get(0).state());

    assertTrue(get(outbox.deliverAgain(call)));

    DueDelivery again = claim(Map.of(), 10).get(0);
    assertEquals(first.id(), again.id());
    assertEquals(2, again.number());
    assertEquals(0, again.failures());
    assertEquals(1, count(call));
  }

  @Test
  void whatAnOlderVersionHasNotWrittenCanStillBeDelivered() {
    UUID call = toldAndEnded();
    sql("delete from delivery where call_id = $1", call);
    assertTrue(get(outbox.deliverAgain(call)));
    assertEquals(1, claim(Map.of(), 10).size());
  }

  @Test
  void whatIsTooOldIsGivenUpInSteps() {
    for (int i = 0; i < 3; i++) {
      UUID call = toldAndEnded();
      sql("update delivery set since = now() - interval '2 days' where call_id = $1", call);
    }
    UUID young = toldAndEnded();
    List<Integer> steps = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      steps.add(get(outbox.giveUp(Duration.ofDays(1), 2)));
    }
    assertEquals(List.of(2, 1, 0), steps);
    assertEquals(Call.DeliveryState.PENDING, deliveries(young).get(0).state());
    assertEquals(1, get(outbox.sample(10)).pending());
  }

  @Test
  void aCallIsKeptUntilItsEndIsDelivered() {
    get(store.purge(10_000));
    ClaimedCall call = running(told().retention(Duration.ZERO));
    end(call, CallState.SUCCEEDED);
    assertEquals(0, get(store.purge(100)));
    DueDelivery due = claim(Map.of(), 10).get(0);
    assertEquals(0, get(store.purge(100)));
    record(due, new Verdict.Delivered(), 200);
    assertEquals(1, get(store.purge(100)));
    assertEquals(0, count(call.id()));
  }

  @Test
  void aDeletedCallIsNotTold() {
    UUID call = toldAndEnded();
    DueDelivery due = claim(Map.of(), 10).get(0);
    assertTrue(get(store.delete(call)));
    assertEquals(0, count(call));
    assertFalse(record(due, new Verdict.Again(Duration.ZERO), 500));
  }

  @Test
  void whatWaitsForOneTargetIsNoneOfTheOthersBusiness() {
    bulk("http://dead.test", 5_000);
    bulk("http://slow.test", 100);
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      others.add("http://host-" + i + ".test");
      bulk(others.get(i), 1);
    }

    Set<String> claimed = new HashSet<>();
    List<DueDelivery> due = claim(Map.of("http://dead.test", 0, "http://slow.test", 2), 8);
    due.forEach(each -> claimed.add(each.origin()));

    assertEquals(22, due.size());
    assertTrue(claimed.containsAll(others), claimed::toString);
    assertFalse(claimed.contains("http://dead.test"));
    assertEquals(8, claim(Map.of(), 8).stream().filter(each -> dead(each)).count());
  }

  private static boolean dead(DueDelivery due) {
    return due.origin().equals("http://dead.test");
  }

  @Test
  void aLookGoesOnWhereTheLastOneEnded() {
    for (int i = 0; i < 5; i++) {
      bulk("http://host-" + i + ".test", 3);
    }
    DeliveryStore.Claim first = get(outbox.claim(request("", 3, Map.of(), 1, ALL)));
    assertEquals(3, first.deliveries().size());
    assertEquals("http://host-2.test", first.last());
    DeliveryStore.Claim second = get(outbox.claim(request(first.last(), 3, Map.of(), 1, ALL)));
    assertEquals(2, second.looked());
    assertEquals(
        Set.of("http://host-3.test", "http://host-4.test"),
        Set.copyOf(second.deliveries().stream().map(DueDelivery::origin).toList()));
    DeliveryStore.Claim third = get(outbox.claim(request(second.last(), 3, Map.of(), 1, ALL)));
    assertEquals(0, third.looked());
    assertEquals("", third.last());
    assertEquals(2, get(outbox.claim(request("", 3, Map.of(), 9, 2))).deliveries().size());
  }

  @Test
  void thatOfABatchIsClaimedToo() {
    UUID batch = ids.next();
    sql(
        "insert into delivery (batch_id, caller, target, origin) values ($1, '', $2, $2)",
        batch,
        origin);
    assertEquals(new Subject.OfBatch(batch), claim(Map.of(), 10).get(0).subject());
    assertEquals(List.of(), claim(Map.of(), 10), "it is leased");
  }

  private UUID toldAndEnded() {
    ClaimedCall call = running(told());
    assertTrue(end(call, CallState.SUCCEEDED));
    return call.id();
  }

  private void bulk(String target, int count) {
    sql(
        "insert into delivery (call_id, caller, target, origin)"
            + " select gen_random_uuid(), '', $1, $1 from generate_series(1, $2)",
        target,
        count);
  }

  private List<DueDelivery> claim(Map<String, Integer> slots, int others) {
    return get(outbox.claim(request("", ALL, slots, others, ALL))).deliveries();
  }

  private static DeliveryStore.Request request(
      String after, int targets, Map<String, Integer> slots, int others, int limit) {
    return new DeliveryStore.Request(after, targets, slots, others, limit, LEASE);
  }

  private boolean record(DueDelivery due, Verdict verdict, int status) {
    return get(
        outbox.record(
            new DeliveryTry(
                due.id(), due.number(), verdict, Optional.of(status), Optional.of("why"))));
  }
}
