package dev.raincheck.execution;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads {@code Retry-After} (RFC 9110, 10.2.3): seconds, or a date of HTTP. */
@Singleton
class RetryAfter {
  private static final int MOST_DIGITS = 9;

  private final Clock clock;

  RetryAfter(Clock clock) {
    this.clock = clock;
  }

  /** What a response asks for, never negative; empty if nothing, or nothing readable. */
  Optional<Duration> of(Response response) {
    return Optional.ofNullable(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER))
        .map(Object::toString)
        .map(String::strip)
        .flatMap(this::parse);
  }

  private Optional<Duration> parse(String value) {
    if (!value.isEmpty()
        && value.length() <= MOST_DIGITS
        && value.chars().allMatch(Character::isDigit)) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration left = Duration.between(clock.instant(), date.toInstant());
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
