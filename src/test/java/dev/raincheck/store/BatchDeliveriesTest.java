package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.core.AcceptedBatch;
import dev.raincheck.core.BatchStore;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.DeliveryStore;
import dev.raincheck.core.DeliveryTry;
import dev.raincheck.core.DeliveryTry.Verdict;
import dev.raincheck.core.DueDelivery;
import dev.raincheck.core.NewBatch;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ends of batches in the outbox of callbacks. */
@QuarkusTest
@TestProfile(Quiet.class)
class BatchDeliveriesTest extends StoreFixture {
  private static final int ALL = 0;
  private static final Duration KEPT = Duration.ofDays(1);

  private final String target = "https://" + UUID.randomUUID() + ".test/ended?x=1";

  @Inject BatchStore batches;
  @Inject DeliveryStore outbox;

  @BeforeEach
  void forgetOthers() {
    get(batches.sweep(10_000));
    sql("delete from delivery");
  }

  @AfterEach
  void sweepTheRest() {
    get(batches.sweep(10_000));
  }

  @Test
  void theEndOfABatchWritesItOnce() {
    UUID batch = accept(1, 3, Optional.of(target));
    List<ClaimedCall> calls = claim(lease(), 3);
    end(calls.get(0), CallState.FAILED);
    assertEquals(Set.of(), get(batches.sweep(10)).told());
    assertEquals(List.of(), deliveries(batch));
    end(calls.get(1), CallState.SUCCEEDED);
    assertEquals(Set.of(batch), get(batches.sweep(10)).told());
    end(calls.get(2), CallState.SUCCEEDED);
    get(batches.sweep(10));
    assertEquals(1, deliveries(batch).size());
    assertEquals(Call.DeliveryState.PENDING, deliveries(batch).get(0).state());
    assertEquals(1, outboxed(), "its calls are not told");
  }

  @Test
  void aBatchWithoutACallbackHasNone() {
    UUID batch = ended(Optional.empty());
    assertEquals(Set.of(), get(batches.sweep(10)).told());
    assertEquals(0, outboxed());
    assertFalse(get(outbox.deliverBatchAgain(batch)));
  }

  @Test
  void whatIsClaimedNamesTheBatch() {
    UUID batch = ended(Optional.of(target));
    DueDelivery due = claimed();
    assertEquals(new DueDelivery.Subject.OfBatch(batch), due.subject());
    assertEquals("ada", due.caller());
    assertEquals(target, due.target());
    assertEquals(target.substring(0, target.indexOf("/ended")), due.origin());
    assertEquals(due.id(), deliveries(batch).get(0).id());
    assertTrue(record(due, new Verdict.Delivered()));
    assertEquals(Call.DeliveryState.DELIVERED, deliveries(batch).get(0).state());
  }

  @Test
  void isDeliveredAgainUnderTheSameId() {
    UUID batch = ended(Optional.of(target));
    DueDelivery first = claimed();
    record(first, new Verdict.GivenUp());
    assertTrue(get(outbox.deliverBatchAgain(batch)));
    assertEquals(first.id(), claimed().id());
    assertEquals(1, outboxed());
  }

  @Test
  void whatIsNotThereCanStillBeDeliveredOnceTheBatchHasEnded() {
    UUID open = accept(ALL, 1, Optional.of(target));
    assertFalse(get(outbox.deliverBatchAgain(open)));
    end(claim(lease()), CallState.SUCCEEDED);
    get(batches.sweep(10));
    sql("delete from delivery");
    assertTrue(get(outbox.deliverBatchAgain(open)));
    assertEquals(new DueDelivery.Subject.OfBatch(open), claimed().subject());
  }

  @Test
  void aBatchIsThereUntilItsEndIsDelivered() {
    UUID batch = ended(Optional.of(target));
    sql("update batch set keep_until = now() where id = $1", batch);
    purge();
    assertEquals(1, get(batches.find(batch)).orElseThrow().count(CallState.SUCCEEDED));
    DueDelivery due = claimed();
    purge();
    record(due, new Verdict.Delivered());
    assertTrue(get(batches.find(batch)).isEmpty());
    purge();
    assertEquals(0, count("batch", batch));
    assertEquals(0, outboxed());
  }

  @Test
  void aDeletedBatchIsNotTold() {
    UUID batch = ended(Optional.of(target));
    DueDelivery due = claimed();
    assertTrue(get(batches.delete(batch)));
    assertEquals(0, outboxed());
    assertFalse(record(due, new Verdict.Delivered()));
    assertTrue(get(batches.find(batch)).isEmpty());
    assertFalse(get(batches.delete(batch)));
  }

  @Test
  void oneThatIsKeptForItsDeliveryOnlyCanBeDeletedToo() {
    UUID batch = ended(Optional.of(target));
    sql("update batch set keep_until = now() where id = $1", batch);
    assertTrue(get(batches.delete(batch)));
    assertTrue(get(batches.find(batch)).isEmpty());
  }

  @Test
  void aMemberIsKeptUntilItsOwnEndIsDelivered() {
    UUID batch = accept(ALL, 2, Optional.empty(), Optional.of(target));
    List<ClaimedCall> calls = claim(lease(), 2);
    calls.forEach(call -> end(call, CallState.SUCCEEDED));
    get(batches.sweep(10));
    sql("delete from delivery where call_id = $1", calls.get(1).id());
    sql("update batch set keep_until = now() where id = $1", batch);
    purge();
    assertEquals(1, count("outcome", calls.get(0).id()));
    assertEquals(0, count("outcome", calls.get(1).id()));
    record(claimed(), new Verdict.Delivered());
    purge();
    assertEquals(0, count("outcome", calls.get(0).id()));
    assertEquals(0, count("batch", batch));
    assertEquals(0, outboxed());
  }

  @Test
  void theMembersOfADeletedBatchAreNotToldEither() {
    UUID batch = accept(ALL, 1, Optional.empty(), Optional.of(target));
    end(claim(lease()), CallState.SUCCEEDED);
    get(batches.sweep(10));
    assertEquals(1, outboxed());
    assertTrue(get(batches.delete(batch)));
    assertEquals(0, outboxed());
  }

  /** Its statement does not know the column. */
  @Test
  void whatAnOlderVersionStoresAndSweepsHasNoCallback() {
    UUID batch = ids.next();
    sql(
        "insert into batch (id, caller, created_at, awaiting, fail_fast, retention, total)"
            + " values ($1, '', now(), 0, false, '1d', 1)",
        batch);
    sql("update batch set ended = 1, ended_at = now(), keep_until = now() where id = $1", batch);
    assertEquals(0, outboxed());
    purge();
    assertEquals(0, count("batch", batch));
  }

  private List<Call.Delivery> deliveries(UUID batch) {
    return get(batches.find(batch)).orElseThrow().deliveries();
  }

  private long outboxed() {
    return sql("select count(*) from delivery").iterator().next().getLong(0);
  }

  private DueDelivery claimed() {
    List<DueDelivery> due =
        get(outbox.claim(
                new DeliveryStore.Request("", 100, Map.of(), 10, 100, Duration.ofMinutes(1))))
            .deliveries();
    assertEquals(1, due.size());
    return due.get(0);
  }

  private boolean record(DueDelivery due, Verdict verdict) {
    return get(
        outbox.record(
            new DeliveryTry(due.id(), due.number(), verdict, Optional.of(200), Optional.empty())));
  }

  private void purge() {
    int purged;
    do {
      purged = get(batches.purge(100));
    } while (purged > 0);
  }

  /** One of a single call, which has succeeded. */
  private UUID ended(Optional<String> callback) {
    UUID batch = accept(ALL, 1, callback);
    end(claim(lease()), CallState.SUCCEEDED);
    get(batches.sweep(10));
    return batch;
  }

  private UUID accept(int awaiting, int size, Optional<String> callback) {
    return accept(awaiting, size, callback, Optional.empty());
  }

  private UUID accept(
      int awaiting, int size, Optional<String> callback, Optional<String> callbackOfCalls) {
    NewBatch batch =
        new NewBatch(
            ids.next(),
            "ada",
            Optional.empty(),
            awaiting,
            false,
            KEPT,
            callback,
            Stream.generate(
                    () -> callbackOfCalls.map(draft()::callback).orElseGet(this::draft).done())
                .limit(size)
                .toList());
    return assertInstanceOf(AcceptedBatch.Stored.class, get(batches.accept(batch))).row().id();
  }
}
