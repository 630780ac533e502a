package dev.raincheck.store;

import dev.raincheck.contract.Call;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads of a row how far its call has come, attempt by attempt. */
final class History {
  private History() {}

  /** Every attempt so far, oldest first. */
  static List<Call.Attempt> attempts(Row row) {
    List<Call.Attempt> attempts = new ArrayList<>();
    if (row.getValue("attempts") instanceof JsonArray earlier) {
      earlier.forEach(attempt -> attempts.add(earlier((JsonObject) attempt)));
    }
    OffsetDateTime startedAt = row.getOffsetDateTime("attempt_at");
    if (startedAt != null) {
      OffsetDateTime endedAt = row.getOffsetDateTime("ended_at");
      attempts.add(
          new Call.Attempt(
              row.getInteger("attempt"),
              Times.instant(startedAt),
              endedAt == null ? null : Times.instant(endedAt),
              text(row.getString("node")),
              endedAt == null ? null : failure(row).orElse(null)));
    }
    return attempts;
  }

  private static Call.Attempt earlier(JsonObject attempt) {
    return new Call.Attempt(
        attempt.getInteger("number"),
        Times.parse(attempt.getString("startedAt")),
        Times.parse(attempt.getString("endedAt")),
        attempt.getString("node"),
        failure(attempt.getInteger("status"), attempt.getString("title")).orElse(null));
  }

  /** Why the call failed, or its latest attempt. */
  static Optional<Call.Failure> failure(Row row) {
    return failure(row.getInteger("failure_status"), row.getString("failure_title"));
  }

  private static Optional<Call.Failure> failure(@Nullable Integer status, @Nullable String title) {
    return Optional.ofNullable(status).map(known -> new Call.Failure(known, text(title)));
  }

  static Optional<Call.Progress> progress(Row row) {
    return Optional.ofNullable(row.getLong("progress_done"))
        .map(
            done ->
                new Call.Progress(
                    done,
                    Objects.requireNonNullElse(row.getLong("progress_total"), 0L),
                    text(row.getString("progress_note"))));
  }

  /** What belongs together is written together, but nothing in the tables says so. */
  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
