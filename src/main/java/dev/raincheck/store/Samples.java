package dev.raincheck.store;

import dev.raincheck.core.QueueSample;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what waits and runs, and learns on the way where each queue begins. */
final class Samples {
  private final Database database;
  private final Turns turns;

  Samples(Database database, Turns turns) {
    this.database = database;
    this.turns = turns;
  }

  Uni<List<QueueSample>> queues() {
    return database.run(QueueSql.SAMPLE, Tuple.tuple()).map(this::queues);
  }

  private List<QueueSample> queues(RowSet<Row> rows) {
    Map<String, QueueSample> samples = new HashMap<>();
    Map<String, Map<Integer, OffsetDateTime>> heads = new HashMap<>();
    OffsetDateTime now = null;
    for (Row row : rows) {
      now = row.getOffsetDateTime("read_at");
      String procedure = row.getString("procedure");
      if (procedure != null) {
        samples.merge(procedure, sample(row), Samples::sum);
        OffsetDateTime head = row.getOffsetDateTime("head");
        if (head != null) {
          heads
              .computeIfAbsent(procedure, name -> new HashMap<>())
              .put(row.getInteger("priority"), Times.bounded(head));
        }
      }
    }
    if (now != null) {
      turns.noneWaitBut(heads, now);
    }
    return new ArrayList<>(samples.values());
  }

  private static QueueSample sample(Row row) {
    return new QueueSample(
        row.getString("procedure"),
        row.getLong("queued"),
        row.getLong("running"),
        Duration.ofMillis(row.getLong("oldest_ms")));
  }

  private static QueueSample sum(QueueSample one, QueueSample other) {
    return new QueueSample(
        one.procedure(),
        one.queued() + other.queued(),
        one.running() + other.running(),
        one.oldest().compareTo(other.oldest()) > 0 ? one.oldest() : other.oldest());
  }

  /** What waits of each caller that has something waiting. */
  Uni<Map<String, Long>> callers() {
    return database
        .run(QueueSql.SAMPLE_CALLERS, Tuple.tuple())
        .map(
            rows -> {
              Map<String, Long> waiting = new HashMap<>();
              rows.forEach(row -> waiting.put(row.getString("caller"), row.getLong("queued")));
              return waiting;
            });
  }
}
