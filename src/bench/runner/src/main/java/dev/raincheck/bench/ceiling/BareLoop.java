package dev.raincheck.bench.ceiling;

import dev.raincheck.bench.system.Database;
import dev.raincheck.store.Statements;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * What the database can do: the service's own statements, sent without a service. As many
 * connections as the service uses for batches, each with one statement after the other, and as many
 * calls in each as 64 callers make of it.
 */
public final class BareLoop implements AutoCloseable {
  private static final int CONNECTIONS = 2;
  private static final int CALLS_EACH = 32;
  private static final Buffer INPUT = filler(200);
  private static final Buffer RESULT = filler(100);
  private static final Long DAY = TimeUnit.DAYS.toMillis(7);

  private final Vertx vertx = Vertx.vertx();
  private final PgConnectOptions options;
  private final UUID node = UUID.randomUUID();
  private final SplittableRandom random = new SplittableRandom();

  /** Uses a database that has the service's tables. */
  public BareLoop(Database database, String name) throws Exception {
    options =
        new PgConnectOptions()
            .setHost("127.0.0.1")
            .setPort(database.port())
            .setDatabase(name)
            .setUser(Database.USER)
            .setPassword(Database.PASSWORD)
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheSqlFilter(sql -> true)
            .setProperties(
                new HashMap<>(
                    Map.of(
                        "search_path", "raincheck",
                        "enable_seqscan", "off",
                        "enable_hashjoin", "off",
                        "enable_mergejoin", "off",
                        "jit", "off",
                        "plan_cache_mode", "force_generic_plan")));
    database.execute(
        name, "insert into raincheck.node (id, name) values ('" + node + "', 'bare loop')");
  }

  /** Calls a second that are stored as waiting. */
  public double accepts(int calls) {
    return rate(calls, connection -> accept(connection, false).mapEmpty());
  }

  /** Calls a second that are stored as already claimed, and then ended. */
  public double lives(int calls) {
    return rate(
        calls, connection -> accept(connection, true).compose(rows -> end(connection, rows)));
  }

  private interface Step {
    Future<Void> run(PgConnection connection);
  }

  private double rate(int calls, Step step) {
    loops(calls / 10, step);
    long startedAt = System.nanoTime();
    loops(calls, step);
    return calls / ((System.nanoTime() - startedAt) / 1e9);
  }

  private void loops(int calls, Step step) {
    int rounds = calls / CONNECTIONS / CALLS_EACH;
    List<Future<Void>> loops =
        IntStream.range(0, CONNECTIONS)
            .mapToObj(
                i ->
                    PgConnection.connect(vertx, options)
                        .compose(
                            connection ->
                                loop(connection, step, rounds)
                                    .eventually(() -> connection.close())))
            .toList();
    Future.all(loops).toCompletionStage().toCompletableFuture().join();
  }

  private static Future<Void> loop(PgConnection connection, Step step, int rounds) {
    return rounds == 0
        ? Future.succeededFuture()
        : step.run(connection).compose(done -> loop(connection, step, rounds - 1));
  }

  private Future<RowSet<Row>> accept(PgConnection connection, boolean claimed) {
    Tuple tuple =
        Tuple.tuple()
            .addValue(fill(new UUID[CALLS_EACH], i -> id()))
            .addValue(fill(new String[CALLS_EACH], i -> claimed ? "noop" : "parked"))
            .addValue(fill(new String[CALLS_EACH], i -> ""))
            .addValue(new String[CALLS_EACH])
            .addValue(new Buffer[CALLS_EACH])
            .addValue(fill(new Buffer[CALLS_EACH], i -> INPUT))
            .addValue(fill(new Long[CALLS_EACH], i -> 0L))
            .addValue(new Long[CALLS_EACH])
            .addValue(fill(new Integer[CALLS_EACH], i -> 3))
            .addValue(fill(new Integer[CALLS_EACH], i -> 5))
            .addValue(fill(new Long[CALLS_EACH], i -> DAY))
            .addValue(new String[CALLS_EACH])
            .addValue(new String[CALLS_EACH])
            .addValue(fill(new Boolean[CALLS_EACH], i -> claimed))
            .addValue(node)
            .addValue(new String[CALLS_EACH])
            .addValue(new String[CALLS_EACH])
            .addValue(new OffsetDateTime[CALLS_EACH]);
    return connection.preparedQuery(Statements.ACCEPT).execute(tuple);
  }

  private Future<Void> end(PgConnection connection, RowSet<Row> accepted) {
    List<Row> rows = new ArrayList<>();
    accepted.forEach(rows::add);
    int size = rows.size();
    Tuple tuple =
        Tuple.tuple()
            .addValue(fill(new UUID[size], i -> rows.get(i).getUUID("id")))
            .addValue(fill(new UUID[size], i -> node))
            .addValue(fill(new Integer[size], i -> 1))
            .addValue(
                fill(new OffsetDateTime[size], i -> rows.get(i).getOffsetDateTime("created_at")))
            .addValue(fill(new String[size], i -> "SUCCEEDED"))
            .addValue(fill(new Long[size], i -> 10L))
            .addValue(new Integer[size])
            .addValue(new String[size])
            .addValue(fill(new Integer[size], i -> 200))
            .addValue(fill(new String[size], i -> "application/json;charset=UTF-8"))
            .addValue(new String[size])
            .addValue(fill(new Buffer[size], i -> RESULT));
    return connection
        .preparedQuery(Statements.END)
        .execute(tuple)
        .map(
            ended -> {
              if (ended.size() != size) {
                throw new IllegalStateException(ended.size() + " of " + size + " were ended");
              }
              return null;
            });
  }

  /**
   * Milliseconds that two single-row commits take, one after the other on one connection: the least
   * that a durable call needs.
   */
  public double twoCommits(int rounds) {
    return PgConnection.connect(vertx, options)
        .compose(
            connection ->
                connection
                    .query(
                        "create table if not exists public.pair (id uuid primary key, body bytea)")
                    .execute()
                    .compose(made -> loop(connection, this::pair, rounds / 10))
                    .compose(
                        warm -> {
                          long startedAt = System.nanoTime();
                          return loop(connection, this::pair, rounds)
                              .map(done -> (System.nanoTime() - startedAt) / 1e6 / rounds);
                        })
                    .eventually(() -> connection.close()))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private Future<Void> pair(PgConnection connection) {
    UUID id = id();
    return connection
        .preparedQuery("insert into public.pair values ($1, $2)")
        .execute(Tuple.of(id, INPUT))
        .compose(
            stored ->
                connection
                    .preparedQuery("update public.pair set body = $2 where id = $1")
                    .execute(Tuple.of(id, RESULT)))
        .mapEmpty();
  }

  /** UUIDv7 (RFC 9562), as the service has them. */
  private synchronized UUID id() {
    long time = System.currentTimeMillis() << 16 | 0x7000 | random.nextLong(0x1000);
    return new UUID(time, random.nextLong() >>> 2 | Long.MIN_VALUE);
  }

  private interface Value<T> {
    T of(int i);
  }

  private static <T> T[] fill(T[] array, Value<T> value) {
    for (int i = 0; i < array.length; i++) {
      array[i] = value.of(i);
    }
    return array;
  }

  private static Buffer filler(int size) {
    return Buffer.buffer(("\"" + "x".repeat(size - 2) + "\"").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
