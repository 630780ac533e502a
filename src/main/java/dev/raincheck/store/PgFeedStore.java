package dev.raincheck.store;

import dev.raincheck.core.FeedPage;
import dev.raincheck.core.FeedPlace;
import dev.raincheck.core.FeedStore;
import dev.raincheck.core.FoundCall;
import dev.raincheck.core.FoundCalls;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Finds calls in PostgreSQL for those who listen to many. */
@ApplicationScoped
class PgFeedStore implements FeedStore {
  /** A connection is closed after two; the statement may go on in the server for a while. */
  private static final int TIMEOUTS_OF_A_TRANSACTION = 6;

  private final Database database;
  private final StoreConfig config;

  PgFeedStore(Database database, StoreConfig config) {
    this.database = database;
    this.config = config;
  }

  @Override
  public Uni<FeedPage> now() {
    return database
        .run(FeedSql.NOW, Tuple.tuple())
        .map(rows -> new FeedPage(List.of(), settled(rows), true, asOf(rows)));
  }

  @Override
  public Uni<FeedPage> ends(FeedPlace after, int limit) {
    long late = config.timeout().multipliedBy(TIMEOUTS_OF_A_TRANSACTION).toMillis();
    return database
        .run(FeedSql.ENDS, Tuple.of(after.transaction(), after.call(), limit, late))
        .map(rows -> page(rows, after, limit));
  }

  private static FeedPage page(RowSet<Row> rows, FeedPlace after, int limit) {
    List<FeedPage.End> ends =
        found(rows).stream()
            .takeWhile(row -> row.getBoolean("is_settled"))
            .map(PgFeedStore::end)
            .toList();
    boolean isAll = ends.size() < limit;
    boolean known = rows.iterator().next().getLong("since") == after.transaction();
    FeedPlace last = ends.isEmpty() ? after : ends.get(ends.size() - 1).place();
    FeedPlace from = known || !ends.isEmpty() ? last : FeedPlace.START;
    return new FeedPage(ends, isAll ? from.max(settled(rows)) : from, isAll, asOf(rows));
  }

  private static FeedPage.End end(Row row) {
    return new FeedPage.End(
        call(row),
        new FeedPlace(row.getLong("ended_tx"), row.getUUID("id")),
        Times.instant(row.getOffsetDateTime("ended_at")));
  }

  @Override
  public Uni<FoundCalls> changed(Instant since, int limit) {
    return database
        .run(FeedSql.CHANGED, Tuple.of(since.atOffset(ZoneOffset.UTC), limit))
        .map(
            rows ->
                new FoundCalls(found(rows).stream().map(PgFeedStore::call).toList(), asOf(rows)));
  }

  private static List<Row> found(RowSet<Row> rows) {
    return Rows.all(rows, row -> row).stream().filter(row -> row.getUUID("id") != null).toList();
  }

  private static FoundCall call(Row row) {
    return new FoundCall(row.getUUID("id"), row.getString("caller"), row.getString("procedure"));
  }

  private static FeedPlace settled(RowSet<Row> rows) {
    return FeedPlace.before(rows.iterator().next().getLong("settled"));
  }

  private static Instant asOf(RowSet<Row> rows) {
    return Times.instant(Rows.asOf(rows));
  }
}
