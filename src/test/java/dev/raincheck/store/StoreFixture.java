package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.core.Accepted;
import dev.raincheck.core.CallIds;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.CallStore;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.Ending;
import dev.raincheck.core.Fence;
import dev.raincheck.core.LeaseStore;
import dev.raincheck.core.Lifecycle;
import dev.raincheck.core.NewCall;
import dev.raincheck.core.Requeue;
import dev.raincheck.core.StoredResponse;
import dev.raincheck.core.Ticker;
import dev.raincheck.store.embedded.EmbeddedPostgres;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/**
 * The real store on a real PostgreSQL. Every test has a procedure of its own, of which nobody else
 * knows: not the application's dispatcher either, which claims only what it can run.
 */
abstract class StoreFixture {
  static final Call.Failure FAILURE = new Call.Failure(503, "It did not work");

  private static final Duration AT_MOST = Duration.ofSeconds(30);

  @Inject CallStore store;
  @Inject Database database;
  @Inject Sealer sealer;
  @Inject Turns turns;
  @Inject EmbeddedPostgres embedded;
  @Inject Ticker ticker;
  @Inject SignalLine line;
  @Inject Peers peers;
  @Inject CallIds ids;
  @Inject Pool pool;

  /** Of the test's own: it remembers up to where it has looked for strays. */
  LeaseStore leases;

  @BeforeEach
  void newLeases() {
    leases = new PgLeaseStore(database, embedded, ticker, line, peers);
  }

  final String procedure = "conformance-" + UUID.randomUUID();

  static <T> T get(Uni<T> answer) {
    return answer.await().atMost(AT_MOST);
  }

  RowSet<Row> sql(String statement, Object... parameters) {
    return get(pool.preparedQuery(statement).execute(Tuple.from(parameters)));
  }

  long count(String table, UUID id) {
    String column = table.equals("attempt") || table.equals("idempotency") ? "call_id" : "id";
    return sql("select count(*) from " + table + " where " + column + " = $1", id)
        .iterator()
        .next()
        .getLong(0);
  }

  /** A lease that was renewed just now. */
  UUID lease() {
    return lease("a-replica");
  }

  UUID lease(String name) {
    UUID node = ids.next();
    get(leases.register(node, name));
    return node;
  }

  CallDraft draft() {
    return new CallDraft(ids.next(), procedure);
  }

  CallRow accept(CallDraft draft) {
    return assertInstanceOf(Accepted.Stored.class, get(store.accept(draft.done()))).row();
  }

  UUID queued() {
    return accept(draft()).id();
  }

  List<ClaimedCall> claim(UUID node, int slots) {
    return get(store.claim(node, Map.of(procedure, slots)));
  }

  /** Claims the one call of this procedure that may start. */
  ClaimedCall claim(UUID node) {
    List<ClaimedCall> calls = claim(node, 10);
    assertEquals(1, calls.size());
    return calls.get(0);
  }

  /** A call that was stored as running under a lease of its own. */
  ClaimedCall running(CallDraft draft) {
    UUID node = lease();
    NewCall call = draft.claimedBy(node).done();
    CallRow row = assertInstanceOf(Accepted.Stored.class, get(store.accept(call))).row();
    return new ClaimedCall(
        call.id(),
        call.procedure(),
        call.caller(),
        new Fence(node, 1, row.createdAt()),
        call.maxAttempts(),
        call.input(),
        call.budget(),
        call.admittedAt(),
        Duration.ZERO,
        call.trace(),
        call.claims());
  }

  ClaimedCall running() {
    return running(draft());
  }

  CallRow row(UUID id) {
    return get(store.find(id)).orElseThrow();
  }

  CallState state(UUID id) {
    return row(id).state();
  }

  boolean end(ClaimedCall call, CallState state) {
    return get(store.end(ending(call, state)));
  }

  static Ending ending(ClaimedCall call, CallState state) {
    return new Ending(
        call,
        state,
        response(),
        state == CallState.FAILED ? Optional.of(FAILURE) : Optional.empty(),
        Duration.ofMillis(5));
  }

  static StoredResponse response() {
    return new StoredResponse(
        201,
        "text/plain",
        Map.of("X-Kept", List.of("one", "two")),
        "done".getBytes(StandardCharsets.UTF_8));
  }

  boolean requeue(ClaimedCall call, Lifecycle.Effect effect) {
    return get(store.requeue(requeueing(call, effect)));
  }

  static Requeue requeueing(ClaimedCall call, Lifecycle.Effect effect) {
    return new Requeue(
        call,
        effect,
        Duration.ZERO,
        effect == Lifecycle.Effect.SPENT ? Optional.of(FAILURE) : Optional.empty(),
        Duration.ofMillis(5));
  }

  /** A call that has ended in this state. */
  UUID ended(CallState state) {
    ClaimedCall call = running();
    assertTrue(end(call, state));
    return call.id();
  }
}
