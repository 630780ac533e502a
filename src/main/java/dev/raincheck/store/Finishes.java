package dev.raincheck.store;

import dev.raincheck.contract.Call;
import dev.raincheck.core.Ending;
import dev.raincheck.core.Requeue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Records batches of attempts that are over; an attempt that does not own its call counts not. */
final class Finishes {
  private final Database database;

  Finishes(Database database) {
    this.database = database;
  }

  Uni<List<Boolean>> end(List<Ending> endings) {
    Tuple parameters =
        new Columns<>(endings)
            .add(UUID[]::new, ending -> ending.call().id())
            .add(UUID[]::new, ending -> ending.call().node())
            .add(Integer[]::new, ending -> ending.call().attempt())
            .add(String[]::new, ending -> ending.state().name())
            .add(Long[]::new, ending -> TimeUnit.NANOSECONDS.toMicros(ending.ran().toNanos()))
            .add(Integer[]::new, ending -> ending.failure().map(Call.Failure::status).orElse(null))
            .add(String[]::new, ending -> ending.failure().map(Call.Failure::title).orElse(null))
            .add(Integer[]::new, ending -> ending.response().status())
            .add(String[]::new, ending -> ending.response().mediaType())
            .add(String[]::new, ending -> Rows.headers(ending.response().headers()))
            .add(Buffer[]::new, ending -> Rows.bytes(ending.response().body()))
            .tuple();
    return database
        .run(Sql.END, parameters)
        .map(
            rows -> {
              Set<UUID> recorded = ids(rows);
              return endings.stream().map(ending -> recorded.contains(ending.call().id())).toList();
            });
  }

  Uni<List<Boolean>> requeue(List<Requeue> requeues) {
    Tuple parameters =
        new Columns<>(requeues)
            .add(UUID[]::new, requeue -> requeue.call().id())
            .add(UUID[]::new, requeue -> requeue.call().node())
            .add(Integer[]::new, requeue -> requeue.call().attempt())
            .add(String[]::new, requeue -> requeue.effect().name())
            .add(Long[]::new, requeue -> requeue.delay().toMillis())
            .add(Long[]::new, requeue -> TimeUnit.NANOSECONDS.toMicros(requeue.ran().toNanos()))
            .add(
                Integer[]::new, requeue -> requeue.failure().map(Call.Failure::status).orElse(null))
            .add(String[]::new, requeue -> requeue.failure().map(Call.Failure::title).orElse(null))
            .tuple();
    return database
        .run(Sql.REQUEUE, parameters)
        .map(
            rows -> {
              Set<UUID> recorded = ids(rows);
              return requeues.stream()
                  .map(requeue -> recorded.contains(requeue.call().id()))
                  .toList();
            });
  }

  private static Set<UUID> ids(RowSet<Row> rows) {
    Set<UUID> ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.getUUID("id")));
    return ids;
  }
}
