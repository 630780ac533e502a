package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.CallState;
import dev.raincheck.core.AcceptedBatch;
import dev.raincheck.core.BatchRow;
import dev.raincheck.core.BatchStore;
import dev.raincheck.core.BatchSweep;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.GatheredCall;
import dev.raincheck.core.Lifecycle;
import dev.raincheck.core.NewBatch;
import dev.raincheck.core.NewCall;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches in the database, where nobody else sweeps. */
@QuarkusTest
@TestProfile(Quiet.class)
class BatchTest extends StoreFixture {
  private static final int ALL = 0;

  @Inject BatchStore batches;

  @AfterEach
  void sweepTheRest() {
    get(batches.sweep(10_000));
  }

  @Test
  void isStoredAsAWhole() {
    BatchRow stored = accept(ALL, false, 3);
    BatchRow found = find(stored.id());
    assertEquals(3, found.count(CallState.QUEUED));
    assertEquals(stored, found);
    assertEquals(3, get(batches.calls(stored.id(), 0, 10)).size());
    assertEquals(1, get(batches.calls(stored.id(), 2, 10)).size());
    assertTrue(get(batches.find(UUID.randomUUID())).isEmpty());
  }

  @Test
  void aKeyIsUsedOnce() {
    NewBatch first = draft(ALL, false, 2, Optional.of("same"));
    BatchRow stored =
        assertInstanceOf(AcceptedBatch.Stored.class, get(batches.accept(first))).row();
    NewBatch again = draft(ALL, false, 2, Optional.of("same"));
    NewBatch repeated = withKey(again, first.idempotency());
    assertEquals(new AcceptedBatch.Replayed(stored.id()), get(batches.accept(repeated)));
    NewBatch other =
        withKey(
            again,
            Optional.of(new NewCall.Idempotency(first.idempotency().get().key(), new byte[] {1})));
    assertEquals(new AcceptedBatch.KeyReused(), get(batches.accept(other)));
    assertEquals(0, count("call", again.calls().get(0).id()));
  }

  @Test
  void whoIsNotInItHasItsTurnAllTheSame() {
    queued();
    queued();
    assertEquals(1, claim(lease(), 1).size());
    accept(ALL, false, 20);
    UUID alone = accept(draft().caller("somebody-else")).id();

    assertEquals(alone, claim(lease(), 2).get(1).id());
  }

  @Test
  void itEndsWithItsLastCall() {
    UUID batch = accept(ALL, false, 2).id();
    List<ClaimedCall> calls = claim(lease(), 2);
    end(calls.get(0), CallState.SUCCEEDED);
    assertEquals(new BatchSweep(1, Set.of(), Set.of(), Set.of(), true), sweep());
    assertEquals(CallState.RUNNING, find(batch).state());
    assertEquals(List.of(), get(batches.endedAmong(List.of(batch))));
    end(calls.get(1), CallState.SUCCEEDED);
    assertEquals(Set.of(batch), sweep().ended());
    assertEquals(CallState.SUCCEEDED, find(batch).state());
    assertTrue(find(batch).settled());
    assertEquals(List.of(batch), get(batches.endedAmong(List.of(batch))));
    assertEquals(0, sweep().news());
  }

  @Test
  void anEndThatIsCommittedLateIsCountedAllTheSame() {
    UUID late = accept(ALL, false, 1).id();
    UUID other = accept(ALL, false, 1).id();
    List<ClaimedCall> calls = claim(lease(), 2);
    SqlConnection connection = get(pool.getConnection());
    try {
      get(connection.query("begin").execute());
      get(
          connection
              .preparedQuery("insert into batch_news (batch_id, succeeded) values ($1, true)")
              .execute(Tuple.of(late)));
      end(calls.get(1), CallState.SUCCEEDED);
      assertEquals(Set.of(other), sweep().ended());
      get(connection.query("commit").execute());
    } finally {
      get(connection.close());
    }
    assertEquals(Set.of(late), sweep().ended());
    end(calls.get(0), CallState.SUCCEEDED);
  }

  @Test
  void itEndsWithAsManySuccessesAsAreAwaited() {
    UUID batch = accept(1, false, 3).id();
    List<ClaimedCall> calls = claim(lease(), 3);
    end(calls.get(0), CallState.FAILED);
    assertEquals(Set.of(), sweep().ended());
    end(calls.get(1), CallState.SUCCEEDED);
    assertEquals(Set.of(batch), sweep().ended());
    assertEquals(CallState.SUCCEEDED, find(batch).state());
    assertFalse(find(batch).settled());
    assertFalse(get(batches.delete(batch)));
    end(calls.get(2), CallState.FAILED);
    sweep();
    assertTrue(find(batch).settled());
    assertEquals(CallState.SUCCEEDED, find(batch).state());
  }

  /** The replica that took the failure in dies before it has cancelled anything. */
  @Test
  void whatFailsFastIsCancelledByAnyReplica() {
    UUID batch = accept(ALL, true, 4).id();
    UUID node = lease();
    List<ClaimedCall> calls = claim(node, 2);
    end(calls.get(0), CallState.FAILED);
    assertEquals(Set.of(batch), sweep().cancelled());

    assertEquals(List.of(batch), get(batches.toCancel(10)));
    assertEquals(1, get(batches.cancelMembers(batch, 1)).size());
    assertEquals(2, get(batches.cancelMembers(batch, 10)).size());
    assertEquals(List.of(), get(batches.cancelMembers(batch, 10)));
    assertEquals(List.of(calls.get(1).id()), get(store.cancelRequested(node)));
    sweep();
    assertEquals(CallState.RUNNING, find(batch).state());
    end(calls.get(1), CallState.CANCELLED);
    sweep();
    assertEquals(CallState.FAILED, find(batch).state());
    assertEquals(3, find(batch).count(CallState.CANCELLED));
    assertEquals(List.of(), get(batches.toCancel(10)));
  }

  @Test
  void aFailureThatIsAwaitedWithOthersCancelsNothing() {
    UUID batch = accept(1, true, 3).id();
    List<ClaimedCall> calls = claim(lease(), 3);
    end(calls.get(0), CallState.SUCCEEDED);
    end(calls.get(1), CallState.FAILED);
    assertEquals(new BatchSweep(2, Set.of(batch), Set.of(), Set.of(), true), sweep());
  }

  @Test
  void whatGoesBackToTheQueueIsStillOfTheBatch() {
    UUID batch = accept(ALL, false, 1).id();
    assertTrue(requeue(claim(lease()), Lifecycle.Effect.SPENT));
    assertTrue(end(claim(lease()), CallState.SUCCEEDED));
    assertEquals(Set.of(batch), sweep().ended());
  }

  @Test
  void aDeadReplicasCallsAreToldOf() {
    UUID batch = accept(ALL, false, 1).id();
    sql("update pending set max_attempts = 1 where batch = $1", batch);
    UUID node = lease();
    claim(node);
    sql("update node set seen_at = now() - interval '1 day' where id = $1", node);
    get(leases.reap(Duration.ofHours(13)));
    assertEquals(Set.of(batch), sweep().ended());
    assertEquals(CallState.FAILED, find(batch).state());
  }

  @Test
  void isGatheredAsFarAsMemoryGoes() {
    UUID batch = accept(ALL, false, 3).id();
    List<ClaimedCall> calls = claim(lease(), 2);
    calls.forEach(call -> end(call, CallState.SUCCEEDED));
    List<GatheredCall> all = get(batches.gather(batch, 0, 10, 1_000));
    assertEquals(List.of(0, 1, 2), all.stream().map(GatheredCall::index).toList());
    assertEquals(1, get(batches.gather(batch, 0, 1, 1_000)).size());
    int first =
        all.stream().filter(call -> call.response().isPresent()).findFirst().orElseThrow().index();
    assertEquals(1, get(batches.gather(batch, first, 10, 3)).size());
    assertEquals(List.of(), get(batches.gather(batch, 3, 10, 3)));
  }

  @Test
  void isDroppedWithItsCalls() {
    UUID batch = accept(ALL, false, 2).id();
    List<ClaimedCall> calls = claim(lease(), 2);
    calls.forEach(call -> end(call, CallState.FAILED));
    sweep();
    // One lives on as a call of its own.
    assertTrue(get(store.retry(calls.get(0).id(), 1)));
    assertTrue(get(batches.delete(batch)));
    assertTrue(get(batches.find(batch)).isEmpty());
    while (get(batches.purge(1)) > 0) {
      assertTrue(get(batches.find(batch)).isEmpty());
    }
    assertEquals(0, count("batch", batch));
    assertEquals(0, count("call", calls.get(1).id()));
    assertEquals(0, count("outcome", calls.get(1).id()));
    assertEquals(CallState.QUEUED, state(calls.get(0).id()));
    assertEquals(
        1,
        sql(
                "select count(*) from pending where id = $1 and retention = interval '1 day'",
                calls.get(0).id())
            .iterator()
            .next()
            .getLong(0));
  }

  private BatchSweep sweep() {
    return get(batches.sweep(1_000));
  }

  private BatchRow find(UUID batch) {
    return get(batches.find(batch)).orElseThrow();
  }

  private BatchRow accept(int awaiting, boolean failFast, int size) {
    return assertInstanceOf(
            AcceptedBatch.Stored.class,
            get(batches.accept(draft(awaiting, failFast, size, Optional.empty()))))
        .row();
  }

  private NewBatch draft(int awaiting, boolean failFast, int size, Optional<String> key) {
    return new NewBatch(
        ids.next(),
        "",
        key.map(
            text ->
                new NewCall.Idempotency(
                    text + procedure, procedure.getBytes(StandardCharsets.UTF_8))),
        awaiting,
        failFast,
        Duration.ofDays(1),
        Optional.empty(),
        Stream.generate(() -> draft().done()).limit(size).toList());
  }

  private static NewBatch withKey(NewBatch batch, Optional<NewCall.Idempotency> key) {
    return new NewBatch(
        batch.id(),
        batch.caller(),
        key,
        batch.awaiting(),
        batch.failFast(),
        batch.retention(),
        batch.callback(),
        batch.calls());
  }
}
