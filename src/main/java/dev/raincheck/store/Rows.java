package dev.raincheck.store;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.core.CallHistory;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.EndedCall;
import dev.raincheck.core.EventId;
import dev.raincheck.core.Fence;
import dev.raincheck.core.NewCall;
import dev.raincheck.core.Policy;
import dev.raincheck.core.StoredResponse;
import dev.raincheck.core.Trace;
import dev.raincheck.core.Transition;
import dev.raincheck.core.UnreadableCallException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** Reads what the statements answer. */
final class Rows {
  private static final Logger LOG = Logger.getLogger(Rows.class);

  private Rows() {}

  static <T> List<T> all(RowSet<Row> rows, Function<Row, T> reader) {
    return StreamSupport.stream(rows.spliterator(), false).map(reader).toList();
  }

  static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> reader) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(reader.apply(rows.iterator().next()));
  }

  /** A call that was stored just now. */
  static CallRow stored(Row row, NewCall call) {
    Instant createdAt = Times.instant(row.getOffsetDateTime("created_at"));
    CallState state = CallState.valueOf(row.getString("state"));
    boolean runs = state == CallState.RUNNING;
    Optional<Instant> notBefore =
        call.delay().isZero() ? Optional.empty() : Times.optional(row, "not_before");
    return new CallRow(
        call.id(),
        call.procedure(),
        call.caller(),
        state,
        createdAt,
        notBefore,
        Times.optional(row, "expires_at"),
        runs ? Optional.of(createdAt) : Optional.empty(),
        Optional.empty(),
        runs ? Optional.empty() : Times.optional(row, "not_before"),
        runs ? 1 : 0,
        call.maxAttempts(),
        false,
        Optional.empty(),
        Optional.empty(),
        runs
            ? List.of(new Call.Attempt(1, createdAt, null, row.getString("node"), null))
            : List.of(),
        Duration.ZERO,
        List.of(),
        createdAt);
  }

  static CallRow call(Row row) {
    return new CallRow(
        row.getUUID("id"),
        row.getString("procedure"),
        row.getString("caller"),
        state(row),
        Times.instant(row.getOffsetDateTime("created_at")),
        Times.optional(row, "not_before"),
        Times.optional(row, "expires_at"),
        Times.optional(row, "started_at"),
        Times.optional(row, "ended_at"),
        Times.optional(row, "queue_at"),
        row.getInteger("attempt"),
        row.getInteger("max_attempts"),
        row.getBoolean("cancel_requested"),
        History.progress(row),
        History.failure(row),
        History.attempts(row),
        Duration.of(row.getLong("ran_micros"), ChronoUnit.MICROS),
        Deliveries.of(row),
        row.getOffsetDateTime("read_at").toInstant());
  }

  /** Empty if it cannot be read: others are in the same answer. */
  static Optional<CallHistory> history(Row row) {
    try {
      return Optional.of(
          new CallHistory(
              call(row),
              row.getInteger("event_base"),
              row.getInteger("progress_seq"),
              List.of(row.getArrayOfIntegers("attempt_bases"))));
    } catch (UnreadableCallException unreadable) {
      LOG.errorf("Call %s has no events: %s", row.getUUID("id"), unreadable.getMessage());
      return Optional.empty();
    }
  }

  static EventId latestEvent(Row row) {
    return new EventId(row.getInteger("latest"), row.getInteger("progress_seq"));
  }

  static CallState state(Row row) {
    String state = row.getString("state");
    try {
      return CallState.valueOf(state);
    } catch (IllegalArgumentException unknown) {
      throw new UnreadableCallException(
          "Its state is " + state + ", which this version does not know.", unknown);
    }
  }

  static EndedCall ended(Row row, Sealer sealer) {
    return new EndedCall(call(row), response(row, sealer));
  }

  static Optional<StoredResponse> response(Row row, Sealer sealer) {
    UUID id = row.getUUID("id");
    try {
      return Optional.of(
          new StoredResponse(
              row.getInteger("status"),
              row.getString("media_type"),
              StoredHeaders.read(
                  sealer.openText(Sealer.Column.HEADERS, id, row.getString("headers"))),
              sealer.open(Sealer.Column.BODY, id, row.getBuffer("body").getBytes())));
    } catch (DecodeException | IllegalArgumentException | Sealer.NotOpened unreadable) {
      LOG.errorf("The stored result of call %s cannot be read: %s", id, unreadable.getMessage());
      return Optional.empty();
    }
  }

  static ClaimedCall claimed(Row row, UUID node, long sentAt, Sealer sealer) {
    OffsetDateTime claimedAt = row.getOffsetDateTime("attempt_at");
    return new ClaimedCall(
        row.getUUID("id"),
        row.getString("procedure"),
        row.getString("caller"),
        new Fence(node, row.getInteger("attempt"), claimedAt.toInstant()),
        row.getInteger("max_attempts"),
        input(row, sealer),
        Optional.ofNullable(row.getOffsetDateTime("expires_at"))
            .map(end -> Times.between(claimedAt, end, Policy.LONGEST)),
        sentAt,
        Times.between(row.getOffsetDateTime("created_at"), claimedAt, Policy.LONGEST),
        new Trace(
            Optional.ofNullable(row.getString("trace_parent")),
            Optional.ofNullable(row.getString("trace_state"))),
        Optional.ofNullable(row.getString("claims")));
  }

  /** No bytes at all, which no procedure reads, where they cannot be decrypted. */
  private static byte[] input(Row row, Sealer sealer) {
    UUID id = row.getUUID("id");
    try {
      return sealer.open(Sealer.Column.INPUT, id, row.getBuffer("input").getBytes());
    } catch (Sealer.NotOpened unreadable) {
      LOG.errorf("The stored input of call %s cannot be read: %s", id, unreadable.getMessage());
      return new byte[0];
    }
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

  static Buffer bytes(byte[] bytes) {
    return Buffer.buffer(bytes);
  }
}
