package dev.raincheck.store;

import dev.raincheck.core.CallRow;
import dev.raincheck.core.EndedCall;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds calls by their id, those of several requests in one statement. What is found is read for
 * each request apart: a row that cannot be read concerns who asks for it alone.
 */
final class Reads {
  /** So few that their responses, which may be large, fit into memory together. */
  private static final int MOST_RESPONSES = 16;

  private final Database database;
  private final Sealer sealer;
  private final Batcher<UUID, Optional<Row>> calls;
  private final Batcher<UUID, Optional<Row>> ended;

  Reads(Database database, Batchers batchers, Sealer sealer) {
    this.database = database;
    this.sealer = sealer;
    this.calls = batchers.of("find", ids -> rows(CallSql.FIND, ids));
    this.ended = batchers.of("collect", MOST_RESPONSES, ids -> rows(CallSql.ENDED, ids));
  }

  Uni<Optional<CallRow>> find(UUID id) {
    return calls.add(id).map(found -> found.map(Rows::call));
  }

  Uni<Optional<EndedCall>> ended(UUID id) {
    return ended.add(id).map(found -> found.map(row -> Rows.ended(row, sealer)));
  }

  private Uni<List<Optional<Row>>> rows(String sql, List<UUID> ids) {
    return database
        .run(sql, Tuple.tuple().addValue(ids.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, Row> found = new HashMap<>();
              rows.forEach(row -> found.put(row.getUUID("id"), row));
              return ids.stream().map(id -> Optional.ofNullable(found.get(id))).toList();
            });
  }
}
