package dev.raincheck.store;

import io.vertx.mutiny.sqlclient.Row;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Times as callers can read them: the database also knows infinity, and years that have no four
 * digits.
 */
final class Times {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private Times() {}

  static Optional<Instant> optional(Row row, String column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(Times::instant);
  }

  static Instant instant(OffsetDateTime time) {
    Instant instant = time.toInstant();
    if (instant.isBefore(EARLIEST)) {
      return EARLIEST;
    }
    return instant.isAfter(LATEST) ? LATEST : instant;
  }

  /** A time that can be reckoned with and sent back. */
  static OffsetDateTime bounded(OffsetDateTime time) {
    return instant(time).atOffset(ZoneOffset.UTC);
  }

  /** As it stands in JSON. */
  static Instant parse(String text) {
    try {
      return instant(OffsetDateTime.parse(text));
    } catch (DateTimeException unusual) {
      return text.startsWith("-") || text.endsWith("BC") ? EARLIEST : LATEST;
    }
  }

  /** From one to the other, at least nothing and at most so long. */
  static Duration between(OffsetDateTime start, OffsetDateTime end, Duration longest) {
    Duration duration = Duration.between(instant(start), instant(end));
    if (duration.isNegative()) {
      return Duration.ZERO;
    }
    return duration.compareTo(longest) > 0 ? longest : duration;
  }
}
