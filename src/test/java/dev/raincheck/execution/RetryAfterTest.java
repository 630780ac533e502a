package dev.raincheck.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private final RetryAfter retryAfter =
      new RetryAfter(Clock.fixed(Instant.parse("2026-11-22T08:00:00Z"), ZoneOffset.UTC));

  private Optional<Duration> of(Object value) {
    return retryAfter.of(Response.status(503).header("Retry-After", value).build());
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "7,7",
    "' 7 ',7",
    "999999999,999999999",
    "'Sun, 22 Nov 2026 08:00:30 GMT',30",
    "'Sun, 22 Nov 2026 07:00:00 GMT',0"
  })
  void secondsAndDatesAreRead(String value, long seconds) {
    assertEquals(Optional.of(Duration.ofSeconds(seconds)), of(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5", "soon", "9999999999", "2026-11-22T08:00:30Z"})
  void whatCannotBeReadIsIgnored(String value) {
    assertEquals(Optional.empty(), of(value));
  }

  @Test
  void aHeaderOfAnyTypeIsRead() {
    assertEquals(Optional.of(Duration.ofSeconds(5)), of(5));
    assertEquals(Optional.empty(), retryAfter.of(Response.status(503).build()));
  }
}
