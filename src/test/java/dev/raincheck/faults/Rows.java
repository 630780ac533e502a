package dev.raincheck.faults;

import dev.raincheck.faults.history.ClockReading;
import dev.raincheck.faults.history.Entry;
import dev.raincheck.faults.history.Row;
import dev.raincheck.faults.history.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads what the service has left in its tables. */
final class Rows {
  private static final String CALLS =
      """
      select id::text, idempotency_key, convert_from(input, 'UTF8')::jsonb -> 0 ->> 'label' as label,
             (extract(epoch from budget) * 1000)::bigint as budget
        from raincheck.call
      """;

  private static final String PENDING = "select id::text, state from raincheck.pending";

  private static final String OUTCOMES =
      """
      select id::text, state, (extract(epoch from ended_at) * 1000000)::bigint as ended_at,
             (extract(epoch from expires_at) * 1000000)::bigint as expires_at,
             attempt, max_attempts, status, failure_status, failure_title,
             case when media_type is not null
               then left(encode(sha256(body), 'hex'), 32) end as digest,
             case when media_type like '%json%'
               then convert_from(body, 'UTF8')::jsonb ->> 'token' end as token
        from raincheck.outcome
      """;

  private static final String ATTEMPTS =
      "select call_id::text, number, failure_status from raincheck.attempt";

  private static final String KEYS = "select key, call_id::text from raincheck.idempotency";

  private static final String CLOCK =
      "select (extract(epoch from clock_timestamp()) * 1000000)::bigint";

  private Rows() {}

  static List<Entry> of(PostgresServer database) throws SQLException {
    List<Entry> rows = new ArrayList<>();
    rows.addAll(database.query(CALLS, Rows::call));
    rows.addAll(
        database.query(
            PENDING,
            row -> new Row.Pending(row.getString("id"), State.valueOf(row.getString("state")))));
    rows.addAll(database.query(OUTCOMES, Rows::outcome));
    rows.addAll(
        database.query(
            ATTEMPTS,
            row ->
                new Row.Attempt(
                    row.getString("call_id"),
                    row.getInt("number"),
                    integer(row, "failure_status"))));
    rows.addAll(
        database.query(KEYS, row -> new Row.Key(row.getString("key"), row.getString("call_id"))));
    rows.add(new ClockReading(System.nanoTime(), database.number(CLOCK)));
    return rows;
  }

  private static Row.Call call(ResultSet row) throws SQLException {
    return new Row.Call(
        row.getString("id"),
        Optional.ofNullable(row.getString("idempotency_key")),
        Optional.ofNullable(row.getString("label")).orElse("without a label"),
        number(row, "budget"));
  }

  private static Row.Outcome outcome(ResultSet row) throws SQLException {
    return new Row.Outcome(
        row.getString("id"),
        State.valueOf(row.getString("state")),
        row.getLong("ended_at"),
        number(row, "expires_at"),
        row.getInt("attempt"),
        row.getInt("max_attempts"),
        row.getInt("status"),
        Optional.ofNullable(row.getString("digest")),
        Optional.ofNullable(row.getString("token")),
        integer(row, "failure_status"),
        Optional.ofNullable(row.getString("failure_title")));
  }

  private static OptionalLong number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static OptionalInt integer(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
