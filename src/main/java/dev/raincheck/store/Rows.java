package dev.raincheck.store;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.EndedCall;
import dev.raincheck.core.Fence;
import dev.raincheck.core.NewCall;
import dev.raincheck.core.StoredResponse;
import dev.raincheck.core.Trace;
import dev.raincheck.core.Transition;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads what the statements answer. */
final class Rows {

  private Rows() {}

  static <T> List<T> all(RowSet<Row> rows, Function<Row, T> reader) {
    return StreamSupport.stream(rows.spliterator(), false).map(reader).toList();
  }

  static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> reader) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(reader.apply(rows.iterator().next()));
  }

  /** A call that was stored just now. */
  static CallRow stored(Row row, NewCall call) {
    Instant createdAt = instant(row.getOffsetDateTime("created_at"));
    CallState state = CallState.valueOf(row.getString("state"));
    boolean runs = state == CallState.RUNNING;
    Optional<Instant> notBefore =
        call.delay().isZero() ? Optional.empty() : time(row, "not_before");
    return new CallRow(
        call.id(),
        call.procedure(),
        state,
        createdAt,
        notBefore,
        time(row, "expires_at"),
        runs ? Optional.of(createdAt) : Optional.empty(),
        Optional.empty(),
        runs ? Optional.empty() : time(row, "not_before"),
        runs ? 1 : 0,
        call.maxAttempts(),
        false,
        Optional.empty(),
        Optional.empty(),
        runs
            ? List.of(new Call.Attempt(1, createdAt, null, row.getString("node"), null))
            : List.of(),
        Duration.ZERO,
        createdAt);
  }

  static CallRow call(Row row) {
    return new CallRow(
        row.getUUID("id"),
        row.getString("procedure"),
        CallState.valueOf(row.getString("state")),
        instant(row.getOffsetDateTime("created_at")),
        time(row, "not_before"),
        time(row, "expires_at"),
        time(row, "started_at"),
        time(row, "ended_at"),
        time(row, "queue_at"),
        row.getInteger("attempt"),
        row.getInteger("max_attempts"),
        row.getBoolean("cancel_requested"),
        Optional.ofNullable(row.getLong("progress_done"))
            .map(
                done ->
                    new Call.Progress(
                        done, row.getLong("progress_total"), row.getString("progress_note"))),
        Optional.ofNullable(failure(row.getInteger("failure_status"), row, "failure_title")),
        attempts(row),
        Duration.of(row.getLong("ran_micros"), ChronoUnit.MICROS),
        row.getOffsetDateTime("read_at").toInstant());
  }

  private static List<Call.Attempt> attempts(Row row) {
    List<Call.Attempt> attempts = new ArrayList<>();
    if (row.getValue("attempts") instanceof JsonArray earlier) {
      earlier.forEach(attempt -> attempts.add(earlierAttempt((JsonObject) attempt)));
    }
    OffsetDateTime startedAt = row.getOffsetDateTime("attempt_at");
    if (startedAt != null) {
      OffsetDateTime endedAt = row.getOffsetDateTime("ended_at");
      attempts.add(
          new Call.Attempt(
              row.getInteger("attempt"),
              instant(startedAt),
              endedAt == null ? null : instant(endedAt),
              row.getString("node"),
              endedAt == null
                  ? null
                  : failure(row.getInteger("failure_status"), row, "failure_title")));
    }
    return attempts;
  }

  private static Call.Attempt earlierAttempt(JsonObject attempt) {
    Integer status = attempt.getInteger("status");
    return new Call.Attempt(
        attempt.getInteger("number"),
        instant(OffsetDateTime.parse(attempt.getString("startedAt"))),
        instant(OffsetDateTime.parse(attempt.getString("endedAt"))),
        attempt.getString("node"),
        status == null ? null : new Call.Failure(status, attempt.getString("title")));
  }

  private static Call.@Nullable Failure failure(@Nullable Integer status, Row row, String title) {
    return status == null ? null : new Call.Failure(status, row.getString(title));
  }

  static EndedCall ended(Row row) {
    return new EndedCall(
        call(row),
        new StoredResponse(
            row.getInteger("status"),
            row.getString("media_type"),
            headers(row.getString("headers")),
            row.getBuffer("body").getBytes()));
  }

  static ClaimedCall claimed(Row row, UUID node, long sentAt) {
    return new ClaimedCall(
        row.getUUID("id"),
        row.getString("procedure"),
        new Fence(node, row.getInteger("attempt"), instant(row.getOffsetDateTime("attempt_at"))),
        row.getInteger("max_attempts"),
        row.getBuffer("input").getBytes(),
        Optional.ofNullable(row.getLong("budget_ms")).map(Duration::ofMillis),
        sentAt,
        Duration.of(row.getLong("waited_micros"), ChronoUnit.MICROS),
        new Trace(
            Optional.ofNullable(row.getString("trace_parent")),
            Optional.ofNullable(row.getString("trace_state"))));
  }

  /** What changed its state; a row that is there for the time only is none. */
  static List<Transition> transitions(RowSet<Row> rows) {
    return all(rows, row -> row).stream()
        .filter(row -> row.getUUID("id") != null)
        .map(Rows::transition)
        .toList();
  }

  /** The time up to which a statement has looked. */
  static OffsetDateTime asOf(RowSet<Row> rows) {
    return rows.iterator().next().getOffsetDateTime("as_of");
  }

  private static Transition transition(Row row) {
    return new Transition(
        row.getUUID("id"), row.getString("procedure"), CallState.valueOf(row.getString("state")));
  }

  /** Headers as they are stored; null where there are none. */
  static @Nullable String headers(Map<String, List<String>> headers) {
    if (headers.isEmpty()) {
      return null;
    }
    JsonObject json = new JsonObject();
    headers.forEach((name, values) -> json.put(name, new JsonArray(values)));
    return json.encode();
  }

  private static Map<String, List<String>> headers(@Nullable String stored) {
    if (stored == null) {
      return Map.of();
    }
    Map<String, List<String>> headers = new LinkedHashMap<>();
    JsonObject json = new JsonObject(stored);
    json.fieldNames()
        .forEach(
            name ->
                headers.put(name, json.getJsonArray(name).stream().map(String::valueOf).toList()));
    return headers;
  }

  static Buffer bytes(byte[] bytes) {
    return Buffer.buffer(bytes);
  }

  private static Optional<Instant> time(Row row, String column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(Rows::instant);
  }

  private static Instant instant(OffsetDateTime time) {
    return time.toInstant();
  }
}
