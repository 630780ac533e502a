package dev.raincheck.store;

import dev.raincheck.core.Accepted;
import dev.raincheck.core.NewCall;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores a batch of new calls, and finds the calls of those whose key was used before. */
final class Accepts {

  private final Database database;
  private final Sealer sealer;
  private final Turns turns;

  Accepts(Database database, Sealer sealer, Turns turns) {
    this.database = database;
    this.sealer = sealer;
    this.turns = turns;
  }

  Uni<List<Accepted>> store(List<NewCall> calls) {
    return database
        .run(QueueSql.ACCEPT, parameters(calls))
        .flatMap(
            rows -> {
              Map<UUID, Row> stored = new HashMap<>();
              rows.forEach(row -> stored.put(row.getUUID("id"), row));
              return stored.size() == calls.size()
                  ? Uni.createFrom().item(calls.stream().map(call -> stored(call, stored)).toList())
                  : oneByOne(calls, stored);
            });
  }

  private static Accepted stored(NewCall call, Map<UUID, Row> stored) {
    return new Accepted.Stored(Rows.stored(stored.get(call.id()), call));
  }

  private Uni<List<Accepted>> oneByOne(List<NewCall> calls, Map<UUID, Row> stored) {
    return Multi.createFrom()
        .iterable(calls)
        .onItem()
        .transformToUniAndConcatenate(
            call ->
                stored.containsKey(call.id())
                    ? Uni.createFrom().item(stored(call, stored))
                    : keptByKey(call))
        .collect()
        .asList();
  }

  private Uni<Accepted> keptByKey(NewCall call) {
    NewCall.Idempotency idempotency = call.idempotency().orElseThrow();
    return database
        .run(QueueSql.KEY, Tuple.of(call.caller(), call.procedure(), idempotency.key()))
        .flatMap(rows -> repeated(call, idempotency, rows));
  }

  private Uni<Accepted> repeated(NewCall call, NewCall.Idempotency idempotency, RowSet<Row> rows) {
    if (rows.size() == 0) {
      // The earlier call was forgotten between the two statements, so the key is free again.
      return store(List.of(call)).map(again -> again.get(0));
    }
    Row row = rows.iterator().next();
    boolean same =
        sealer.isSame(
            row.getBuffer("fingerprint").getBytes(),
            idempotency.fingerprint(),
            call.caller(),
            call.procedure(),
            idempotency.key());
    return Uni.createFrom()
        .item(same ? new Accepted.Replayed(row.getUUID("call_id")) : new Accepted.KeyReused());
  }

  private Tuple parameters(List<NewCall> calls) {
    @Nullable UUID node =
        calls.stream().flatMap(call -> call.claimedBy().stream()).findFirst().orElse(null);
    return new Columns<>(calls)
        .add(UUID[]::new, call -> call.id())
        .add(String[]::new, call -> call.procedure())
        .add(String[]::new, call -> call.caller())
        .add(String[]::new, call -> key(call))
        .add(Buffer[]::new, call -> fingerprint(call))
        .add(
            Buffer[]::new,
            call -> Rows.bytes(sealer.seal(Sealer.Column.INPUT, call.id(), call.input())))
        .add(Long[]::new, call -> call.delay().toMillis())
        .add(Long[]::new, call -> budget(call))
        .add(Integer[]::new, call -> call.priority())
        .add(Integer[]::new, call -> call.maxAttempts())
        .add(Long[]::new, call -> call.retention().toMillis())
        .add(String[]::new, call -> call.trace().parent().orElse(null))
        .add(String[]::new, call -> call.trace().state().orElse(null))
        // Two leases in one batch: the replica registered anew in between; only one can hold.
        .add(Boolean[]::new, call -> call.claimedBy().filter(id -> id.equals(node)).isPresent())
        .and(node)
        // Behind the others, so that their numbers stay.
        .addValue(calls.stream().map(call -> call.callback().orElse(null)).toArray(String[]::new))
        .addValue(calls.stream().map(call -> call.claims().orElse(null)).toArray(String[]::new))
        .addValue(calls.stream().map(turns::place).toArray(OffsetDateTime[]::new));
  }

  private static @Nullable String key(NewCall call) {
    return call.idempotency().map(NewCall.Idempotency::key).orElse(null);
  }

  private @Nullable Buffer fingerprint(NewCall call) {
    return call.idempotency()
        .map(
            key ->
                Rows.bytes(
                    sealer.fingerprint(
                        key.fingerprint(), call.caller(), call.procedure(), key.key())))
        .orElse(null);
  }

  private static @Nullable Long budget(NewCall call) {
    return call.budget().map(Duration::toMillis).orElse(null);
  }
}
