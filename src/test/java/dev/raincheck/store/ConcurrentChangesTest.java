package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.raincheck.contract.CallState;
import dev.raincheck.core.AcceptedBatch;
import dev.raincheck.core.BatchStore;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.Lifecycle.Effect;
import dev.raincheck.core.NewBatch;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Statements about several rows that another transaction changes meanwhile take all of them.
 * PostgreSQL 18.0 and 18.1 passed over all but the first.
 */
@QuarkusTest
@TestProfile(Quiet.class)
class ConcurrentChangesTest extends StoreFixture {
  private static final int ROWS = 4;
  private static final List<Boolean> ALL = Stream.generate(() -> true).limit(ROWS).toList();
  private static final String PROGRESS =
      "update pending set progress_seq = progress_seq + 1 where id = any ($1)";

  @Inject BatchStore batches;

  @Test
  void endsAreRecorded() {
    List<ClaimedCall> calls = calls();
    assertEquals(
        ALL,
        meanwhile(
            PROGRESS,
            idsOf(calls),
            new Finishes(database, sealer)
                .end(calls.stream().map(call -> ending(call, CallState.SUCCEEDED)).toList())));
  }

  @Test
  void attemptsGoBackToTheQueue() {
    List<ClaimedCall> calls = calls();
    assertEquals(
        ALL,
        meanwhile(
            PROGRESS,
            idsOf(calls),
            new Finishes(database, sealer)
                .requeue(calls.stream().map(call -> requeueing(call, Effect.SPENT)).toList())));
  }

  @Test
  void endsOfBatchesAreCounted() {
    List<UUID> stored = Stream.generate(this::batch).limit(ROWS).toList();
    claim(lease(), ROWS).forEach(call -> end(call, CallState.SUCCEEDED));
    assertEquals(
        Set.copyOf(stored),
        meanwhile(
                "update batch set retention = '2 days' where id = any ($1)",
                stored.toArray(UUID[]::new),
                batches.sweep(100))
            .ended());
  }

  private List<ClaimedCall> calls() {
    return Stream.generate(this::running).limit(ROWS).toList();
  }

  private static UUID[] idsOf(List<ClaimedCall> calls) {
    return calls.stream().map(ClaimedCall::id).toArray(UUID[]::new);
  }

  private UUID batch() {
    NewBatch batch =
        new NewBatch(
            ids.next(),
            "",
            Optional.empty(),
            0,
            false,
            Duration.ofDays(1),
            Optional.empty(),
            List.of(draft().done()));
    return assertInstanceOf(AcceptedBatch.Stored.class, get(batches.accept(batch))).row().id();
  }

  /** The answer of a statement that has to wait for another transaction to change these rows. */
  private <T> T meanwhile(String change, UUID[] rows, Uni<T> statement) {
    SqlConnection other = get(pool.getConnection());
    try {
      int pid =
          get(other.query("select pg_backend_pid()").execute()).iterator().next().getInteger(0);
      get(other.query("begin").execute());
      get(other.preparedQuery(change).execute(Tuple.tuple().addValue(rows)));
      CompletableFuture<T> answer = statement.subscribeAsCompletionStage();
      Awaitility.await("The statement waits")
          .until(
              () ->
                  sql("select from pg_stat_activity where $1 = any (pg_blocking_pids(pid))", pid)
                          .size()
                      == 1);
      get(other.query("commit").execute());
      return get(Uni.createFrom().completionStage(answer));
    } finally {
      get(other.close());
    }
  }
}
