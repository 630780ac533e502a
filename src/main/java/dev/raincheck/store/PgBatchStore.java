package dev.raincheck.store;

import dev.raincheck.core.AcceptedBatch;
import dev.raincheck.core.BatchRow;
import dev.raincheck.core.BatchStore;
import dev.raincheck.core.BatchSweep;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.CancelledMember;
import dev.raincheck.core.GatheredCall;
import dev.raincheck.core.NewBatch;
import dev.raincheck.core.Ticker;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Batches in PostgreSQL. */
@ApplicationScoped
class PgBatchStore implements BatchStore {
  private final Database database;
  private final Sealer sealer;
  private final BatchAccepts accepts;
  private final Horizon<Long> news;

  PgBatchStore(Database database, Sealer sealer, Turns turns, Ticker ticker) {
    this.database = database;
    this.sealer = sealer;
    this.accepts = new BatchAccepts(database, sealer, turns);
    this.news = new Horizon<>(ticker);
  }

  @Override
  public Uni<AcceptedBatch> accept(NewBatch batch) {
    return accepts.store(batch);
  }

  @Override
  public Uni<Optional<BatchRow>> find(UUID id) {
    return database.run(BatchSql.FIND, Tuple.of(id)).map(BatchRows::batch);
  }

  @Override
  public Uni<List<UUID>> endedAmong(Collection<UUID> ids) {
    return database
        .run(BatchSweepSql.ENDED_AMONG, Tuple.tuple().addValue(ids.toArray(UUID[]::new)))
        .map(PgBatchStore::ids);
  }

  @Override
  public Uni<List<CallRow>> calls(UUID id, int from, int to) {
    return database
        .run(BatchSql.CALLS, Tuple.of(id, from, to))
        .map(rows -> Rows.all(rows, Rows::call));
  }

  @Override
  public Uni<List<GatheredCall>> gather(UUID id, int from, int limit, long bytes) {
    return database
        .run(BatchSql.GATHER, Tuple.of(id, from, limit, bytes))
        .map(rows -> Rows.all(rows, row -> BatchRows.gathered(row, sealer)));
  }

  @Override
  public Uni<BatchSweep> sweep(int limit) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Horizon.Look<Long> look = news.look();
              return database
                  .run(BatchSweepSql.SWEEP, Tuple.of(limit, look.since()))
                  .invoke(rows -> news.seen(look, rows.iterator().next().getLong("up_to")))
                  .map(PgBatchStore::sweep);
            });
  }

  private static BatchSweep sweep(RowSet<Row> rows) {
    Set<UUID> ended = new HashSet<>();
    Set<UUID> told = new HashSet<>();
    Set<UUID> cancelled = new HashSet<>();
    for (Row row : rows) {
      UUID id = row.getUUID("id");
      if (id != null && row.getBoolean("ended")) {
        ended.add(id);
      }
      if (id != null && row.getBoolean("told")) {
        told.add(id);
      }
      if (id != null && row.getBoolean("cancelled")) {
        cancelled.add(id);
      }
    }
    Row any = rows.iterator().next();
    return new BatchSweep(any.getInteger("taken"), ended, told, cancelled, any.getBoolean("open"));
  }

  @Override
  public Uni<Boolean> cancel(UUID id) {
    return database.run(BatchSql.CANCEL, Tuple.of(id)).map(rows -> rows.rowCount() > 0);
  }

  @Override
  public Uni<List<UUID>> toCancel(int limit) {
    return database.run(BatchSweepSql.TO_CANCEL, Tuple.of(limit)).map(PgBatchStore::ids);
  }

  @Override
  public Uni<List<CancelledMember>> cancelMembers(UUID id, int limit) {
    return database
        .run(BatchSweepSql.CANCEL_MEMBERS, Tuple.of(id, limit))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new CancelledMember(
                            row.getUUID("id"),
                            row.getString("procedure"),
                            row.getBoolean("running"))));
  }

  @Override
  public Uni<Boolean> delete(UUID id) {
    return database.run(BatchSql.DELETE, Tuple.of(id)).map(rows -> rows.size() > 0);
  }

  @Override
  public Uni<Integer> purge(int limit) {
    return database
        .run(BatchSweepSql.PURGE, Tuple.of(limit))
        .map(rows -> rows.iterator().next().getInteger("purged"));
  }

  private static List<UUID> ids(RowSet<Row> rows) {
    return Rows.all(rows, row -> row.getUUID("id"));
  }
}
