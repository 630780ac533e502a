package dev.raincheck.store;

import dev.raincheck.core.AcceptedBatch;
import dev.raincheck.core.NewBatch;
import dev.raincheck.core.NewCall;
import dev.raincheck.core.Trace;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores batches, and finds those whose key was used before. */
final class BatchAccepts {
  /** Where the keys of batches are, beside those of procedures: none can have this name. */
  private static final String KEYS = "/batches";

  private final Database database;
  private final Sealer sealer;
  private final Turns turns;

  BatchAccepts(Database database, Sealer sealer, Turns turns) {
    this.database = database;
    this.sealer = sealer;
    this.turns = turns;
  }

  Uni<AcceptedBatch> store(NewBatch batch) {
    return database
        .run(BatchSql.ACCEPT, parameters(batch))
        .flatMap(
            rows ->
                rows.size() > 0
                    ? Uni.createFrom()
                        .item(
                            new AcceptedBatch.Stored(
                                BatchRows.stored(rows.iterator().next(), batch)))
                    : keptByKey(batch));
  }

  private Uni<AcceptedBatch> keptByKey(NewBatch batch) {
    NewCall.Idempotency idempotency = batch.idempotency().orElseThrow();
    return database
        .run(QueueSql.KEY, Tuple.of(batch.caller(), KEYS, idempotency.key()))
        .flatMap(rows -> repeated(batch, idempotency, rows));
  }

  private Uni<AcceptedBatch> repeated(
      NewBatch batch, NewCall.Idempotency idempotency, RowSet<Row> rows) {
    if (rows.size() == 0) {
      // The earlier batch was forgotten between the two statements, so the key is free again.
      return store(batch);
    }
    Row row = rows.iterator().next();
    boolean same =
        sealer.isSame(
            row.getBuffer("fingerprint").getBytes(),
            idempotency.fingerprint(),
            batch.caller(),
            KEYS,
            idempotency.key());
    return Uni.createFrom()
        .item(
            same
                ? new AcceptedBatch.Replayed(row.getUUID("call_id"))
                : new AcceptedBatch.KeyReused());
  }

  private Tuple parameters(NewBatch batch) {
    List<NewCall> calls = batch.calls();
    Optional<NewCall.Idempotency> key = batch.idempotency();
    Trace trace = calls.get(0).trace();
    Tuple parameters =
        Tuple.tuple()
            .addValue(batch.id())
            .addValue(batch.caller())
            .addValue(key.map(NewCall.Idempotency::key).orElse(null))
            .addValue(key.map(given -> fingerprint(batch, given)).orElse(null))
            .addValue(batch.awaiting())
            .addValue(batch.failFast())
            .addValue(batch.retention().toMillis())
            .addValue(calls.size())
            .addValue(trace.parent().orElse(null))
            .addValue(trace.state().orElse(null));
    return new Columns<>(calls, parameters)
        .add(UUID[]::new, NewCall::id)
        .add(String[]::new, NewCall::procedure)
        .add(
            Buffer[]::new,
            call -> Rows.bytes(sealer.seal(Sealer.Column.INPUT, call.id(), call.input())))
        .add(Long[]::new, call -> call.delay().toMillis())
        .add(Long[]::new, call -> call.budget().map(Duration::toMillis).orElse(null))
        .add(Integer[]::new, NewCall::priority)
        .add(Integer[]::new, NewCall::maxAttempts)
        .add(String[]::new, call -> call.callback().orElse(null))
        .tuple()
        .addValue(calls.get(0).claims().orElse(null))
        .addValue(batch.callback().orElse(null))
        .addValue(calls.stream().map(turns::place).toArray(OffsetDateTime[]::new));
  }

  private Buffer fingerprint(NewBatch batch, NewCall.Idempotency key) {
    return Rows.bytes(sealer.fingerprint(key.fingerprint(), batch.caller(), KEYS, key.key()));
  }
}
