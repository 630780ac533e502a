package dev.raincheck.store;

import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.Ticker;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Claims calls that may start. What comes back to the queue always comes to its end, so each claim
 * starts where the last one came to, for each procedure and urgency apart.
 */
final class Claims {
  private static final int URGENCIES = 8;

  private final Database database;
  private final Sealer sealer;
  private final Ticker ticker;
  private final Turns turns;
  private final Map<String, List<Horizon<OffsetDateTime>>> horizons = new ConcurrentHashMap<>();

  Claims(Database database, Sealer sealer, Turns turns, Ticker ticker) {
    this.database = database;
    this.sealer = sealer;
    this.turns = turns;
    this.ticker = ticker;
  }

  /** The calls of one procedure and urgency in a claim. */
  private record Level(
      String procedure,
      int slots,
      int urgency,
      Horizon<OffsetDateTime> horizon,
      Horizon.Look<OffsetDateTime> look) {

    @Nullable OffsetDateTime since() {
      return look.since();
    }
  }

  Uni<List<ClaimedCall>> claim(UUID node, Map<String, Integer> slots) {
    return Uni.createFrom()
        .deferred(
            () -> {
              long sentAt = ticker.nanos();
              List<Level> levels = levels(slots);
              return database
                  .run(
                      QueueSql.CLAIM,
                      new Columns<>(levels)
                          .add(String[]::new, Level::procedure)
                          .add(Integer[]::new, Level::slots)
                          .add(Integer[]::new, Level::urgency)
                          .add(OffsetDateTime[]::new, Level::since)
                          .and(node))
                  .map(
                      rows -> {
                        remember(levels, rows);
                        return claimed(rows, node, sentAt);
                      });
            });
  }

  private List<Level> levels(Map<String, Integer> slots) {
    List<Level> levels = new ArrayList<>();
    slots.forEach(
        (procedure, free) -> {
          List<Horizon<OffsetDateTime>> own =
              horizons.computeIfAbsent(procedure, name -> newHorizons());
          for (int urgency = 0; urgency < URGENCIES; urgency++) {
            Horizon<OffsetDateTime> horizon = own.get(urgency);
            levels.add(new Level(procedure, free, urgency, horizon, horizon.look()));
          }
        });
    return levels;
  }

  private List<Horizon<OffsetDateTime>> newHorizons() {
    List<Horizon<OffsetDateTime>> all = new ArrayList<>();
    for (int urgency = 0; urgency < URGENCIES; urgency++) {
      all.add(new Horizon<>(ticker));
    }
    return all;
  }

  private List<ClaimedCall> claimed(RowSet<Row> rows, UUID node, long sentAt) {
    return Rows.all(rows, row -> row).stream()
        .filter(row -> row.getUUID("id") != null)
        .map(row -> Rows.claimed(row, node, sentAt, sealer))
        .toList();
  }

  /**
   * Where a claim took fewer than it might, nothing was left; else nothing before its last. A claim
   * without a lease has not looked.
   */
  private void remember(List<Level> levels, RowSet<Row> rows) {
    Map<String, Integer> taken = new HashMap<>();
    Map<String, Row> last = new HashMap<>();
    OffsetDateTime now = null;
    for (Row row : rows) {
      if (!row.getBoolean("is_leased")) {
        return;
      }
      now = row.getOffsetDateTime("claimed_at");
      if (row.getUUID("id") != null) {
        taken.merge(row.getString("procedure"), 1, Integer::sum);
        last.put(row.getString("procedure"), row);
      }
    }
    for (Level level : levels) {
      Row end = last.get(level.procedure());
      boolean tookAll = taken.getOrDefault(level.procedure(), 0) < level.slots();
      if (now != null && (tookAll || level.urgency() < end.getInteger("priority"))) {
        level.horizon().seen(level.look(), now);
        turns.noneWait(level.procedure(), level.urgency(), now);
      } else if (end != null && level.urgency() == end.getInteger("priority")) {
        OffsetDateTime place = Times.bounded(end.getOffsetDateTime("not_before"));
        level.horizon().seen(level.look(), place);
        turns.waitFrom(level.procedure(), level.urgency(), place);
      }
    }
  }
}
