package dev.raincheck.store;

import dev.raincheck.contract.CallState;
import dev.raincheck.core.BatchRow;
import dev.raincheck.core.GatheredCall;
import dev.raincheck.core.NewBatch;
import dev.raincheck.core.NewCall;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what the statements about batches answer. */
final class BatchRows {
  private BatchRows() {}

  /** A batch that was stored just now. */
  static BatchRow stored(Row row, NewBatch batch) {
    return new BatchRow(
        batch.id(),
        batch.caller(),
        batch.awaiting(),
        batch.failFast(),
        batch.calls().size(),
        Times.instant(row.getOffsetDateTime("created_at")),
        Optional.empty(),
        false,
        false,
        Map.of(CallState.QUEUED, batch.calls().size()),
        batch.calls().stream().map(NewCall::procedure).collect(Collectors.toSet()),
        List.of());
  }

  static Optional<BatchRow> batch(RowSet<Row> rows) {
    Map<CallState, Integer> counts = new EnumMap<>(CallState.class);
    Set<String> waiting = new HashSet<>();
    for (Row row : rows) {
      if (row.getString("state") != null) {
        counts.merge(Rows.state(row), row.getInteger("members"), Integer::sum);
      }
      if (row.getString("procedure") != null) {
        waiting.add(row.getString("procedure"));
      }
    }
    return Rows.first(
        rows,
        row ->
            new BatchRow(
                row.getUUID("id"),
                row.getString("caller"),
                row.getInteger("awaiting"),
                row.getBoolean("fail_fast"),
                row.getInteger("total"),
                Times.instant(row.getOffsetDateTime("created_at")),
                Times.optional(row, "ended_at"),
                row.getBoolean("cancelled"),
                row.getBoolean("settled"),
                counts,
                waiting,
                Deliveries.of(row)));
  }

  static GatheredCall gathered(Row row, Sealer sealer) {
    boolean ended = row.getInteger("status") != null;
    return new GatheredCall(
        row.getInteger("index"),
        row.getUUID("id"),
        row.getString("state") == null ? Optional.empty() : Optional.of(Rows.state(row)),
        ended ? Rows.response(row, sealer) : Optional.empty(),
        History.failure(row),
        ended ? row.getInteger("attempt") : 0);
  }
}
