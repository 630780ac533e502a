package dev.raincheck.store;

import dev.raincheck.contract.Call;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.DueDelivery;
import dev.raincheck.core.DueDelivery.Subject;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads deliveries of rows. */
final class Deliveries {
  private static final Logger LOG = Logger.getLogger(Deliveries.class);
  private static final String COLUMN = "deliveries";

  private Deliveries() {}

  /** Those of a call or a batch; none where the statement has not asked for them. */
  static List<Call.Delivery> of(Row row) {
    return row.getColumnIndex(COLUMN) >= 0 && row.getValue(COLUMN) instanceof JsonArray all
        ? all.stream().map(delivery -> delivery((JsonObject) delivery)).toList()
        : List.of();
  }

  private static Call.Delivery delivery(JsonObject delivery) {
    return new Call.Delivery(
        UUID.fromString(delivery.getString("id")),
        Call.DeliveryState.valueOf(delivery.getString("state")),
        delivery.getInteger("tries"),
        time(delivery, "lastAt"),
        delivery.getInteger("lastStatus"),
        delivery.getString("lastError"),
        time(delivery, "nextAt"),
        time(delivery, "deliveredAt"));
  }

  private static @Nullable Instant time(JsonObject delivery, String name) {
    String text = delivery.getString(name);
    return text == null ? null : Times.parse(text);
  }

  /** One that was claimed. */
  static DueDelivery due(Row row) {
    return new DueDelivery(
        row.getUUID("delivery_id"),
        row.getInteger("tries"),
        row.getInteger("failures"),
        Duration.ofMillis(row.getLong("age_ms")),
        row.getString("delivery_caller"),
        row.getString("target"),
        row.getString("origin"),
        subject(row));
  }

  private static Subject subject(Row row) {
    @Nullable UUID batch = row.getUUID("batch_id");
    return batch == null ? new Subject.OfCall(call(row)) : new Subject.OfBatch(batch);
  }

  /** One that cannot be read must not hold up the others of its claim. */
  private static Optional<CallRow> call(Row row) {
    if (row.getUUID("id") == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Rows.call(row));
    } catch (RuntimeException unreadable) {
      LOG.errorf("A call cannot be read for its callback: %s", unreadable.getMessage());
      return Optional.empty();
    }
  }
}
