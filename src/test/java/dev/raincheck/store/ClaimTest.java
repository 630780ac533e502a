package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.Lifecycle;
import dev.raincheck.core.ProgressReport;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Quiet.class)
class ClaimTest extends StoreFixture {

  private List<UUID> claimed(int slots) {
    return claim(lease(), slots).stream().map(ClaimedCall::id).toList();
  }

  @Test
  void urgentCallsComeFirstAndOldOnesBeforeYoungOnes() {
    UUID late = accept(draft().priority(7)).id();
    UUID first = accept(draft().priority(3)).id();
    UUID second = accept(draft().priority(3)).id();
    UUID urgent = accept(draft().priority(0)).id();

    assertEquals(List.of(urgent), claimed(1));
    assertEquals(List.of(first), claimed(1));
    assertEquals(List.of(second, late), claimed(10));
    assertEquals(List.of(), claimed(10));
  }

  /** A pause of the replica has cost it its lease; what waits is there when it has a new one. */
  @Test
  void aClaimWithoutALeaseHasSeenNothing() {
    AtomicLong nanos = new AtomicLong();
    Claims claims = new Claims(database, sealer, new Turns(nanos::get), nanos::get);
    UUID id = queued();
    UUID lost = UUID.randomUUID();
    for (int seconds = 0; seconds <= 9; seconds++) {
      nanos.set(Duration.ofSeconds(seconds).toNanos());
      assertEquals(List.of(), get(claims.claim(lost, Map.of(procedure, 1))));
    }

    List<ClaimedCall> claimed = get(claims.claim(lease(), Map.of(procedure, 1)));

    assertEquals(List.of(id), claimed.stream().map(ClaimedCall::id).toList());
  }

  @Test
  void callersTakeTurns() {
    UUID ahead = accept(draft()).id();
    accept(draft());
    assertEquals(List.of(ahead), claimed(1), "from here on it is known where the queue is");
    List<UUID> many = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      many.add(accept(draft().caller("many")).id());
    }
    List<UUID> few = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      few.add(accept(draft().caller("few")).id());
    }

    List<UUID> next = claimed(7);

    assertEquals(few, next.stream().filter(few::contains).toList());
    assertEquals(many.subList(0, 4), next.stream().filter(many::contains).toList());
    assertEquals(few.get(0), next.get(1));
    List<UUID> rest = claimed(100).stream().filter(many::contains).toList();
    assertEquals(many.subList(4, 50), rest);
  }

  @Test
  void ageIsCountedFromWhenACallMayStart() {
    UUID old = queued();
    UUID young = queued();
    sql("update pending set not_before = now() - interval '1 second' where id = $1", old);
    sql("update pending set not_before = now() - interval '1 minute' where id = $1", young);

    assertEquals(List.of(young, old), claimed(2));
  }

  @Test
  void whoClaimsOwns() {
    UUID id = queued();
    UUID node = lease("the-owner");

    ClaimedCall call = claim(node);

    assertEquals(node, call.node());
    assertEquals(1, call.attempt());
    assertEquals(3, call.maxAttempts());
    CallRow row = row(id);
    assertEquals(CallState.RUNNING, row.state());
    assertEquals(1, row.attempts().size());
    assertEquals("the-owner", row.attempts().get(0).node());
    assertEquals(row.startedAt().orElseThrow(), row.attempts().get(0).startedAt());
    assertTrue(!call.waited().isNegative());
  }

  @Test
  void withoutALeaseNothingIsClaimed() {
    queued();

    assertEquals(List.of(), claim(ids.next(), 10));
    assertEquals(1, claimed(10).size());
  }

  @Test
  void whatMayNotStartYetIsLeft() {
    accept(draft().delay(Duration.ofHours(1)));

    assertEquals(List.of(), claimed(10));
  }

  @Test
  void whatIsExpiredIsLeft() {
    UUID id = accept(draft().budget(Duration.ofHours(1))).id();
    sql("update pending set expires_at = now() where id = $1", id);

    assertEquals(List.of(), claimed(10));
  }

  @Test
  void everyProcedureHasSlotsOfItsOwn() {
    for (int i = 0; i < 3; i++) {
      queued();
      accept(new CallDraft(ids.next(), procedure + "-2"));
      accept(new CallDraft(ids.next(), procedure + "-3"));
    }

    List<ClaimedCall> calls = get(store.claim(lease(), Map.of(procedure, 2, procedure + "-2", 1)));

    assertEquals(2, calls.stream().filter(call -> call.procedure().equals(procedure)).count());
    assertEquals(
        1, calls.stream().filter(call -> call.procedure().equals(procedure + "-2")).count());
    assertEquals(3, calls.size());
  }

  @Test
  void twoClaimersNeverGetTheSameCall() {
    int calls = 300;
    List<Uni<?>> accepts = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      accepts.add(store.accept(draft().priority(i % 8).done()));
    }
    get(Uni.combine().all().unis(accepts).discardItems());

    List<UUID> nodes = List.of(lease(), lease(), lease(), lease());
    List<ClaimedCall> all = new ArrayList<>();
    int before;
    do {
      before = all.size();
      List<Uni<List<ClaimedCall>>> claims =
          nodes.stream().map(node -> store.claim(node, Map.of(procedure, 7))).toList();
      get(Uni.join().all(claims).andFailFast()).forEach(all::addAll);
    } while (all.size() > before);

    Set<UUID> distinct = new HashSet<>();
    all.forEach(call -> distinct.add(call.id()));
    assertEquals(calls, all.size());
    assertEquals(calls, distinct.size());
  }

  @Test
  void theNextAttemptHasTheNextNumberAndForgetsProgress() {
    ClaimedCall first = running();
    get(store.report(List.of(new ProgressReport(first, new Call.Progress(1, 2, "half")))));
    assertTrue(row(first.id()).progress().isPresent());
    requeue(first, Lifecycle.Effect.SPENT);

    ClaimedCall second = claim(lease());

    assertEquals(2, second.attempt());
    assertTrue(row(first.id()).progress().isEmpty());
    assertEquals(2, row(first.id()).attempts().size());
  }
}
