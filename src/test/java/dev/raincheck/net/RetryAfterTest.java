package dev.raincheck.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("1994-11-06T08:49:30Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "120, PT2M",
    "' 7 ', PT7S",
    "'Sun, 06 Nov 1994 08:49:37 GMT', PT7S",
    "'Sun, 06 Nov 1994 08:49:20 GMT', PT0S",
  })
  void readsSecondsAndDates(String value, Duration wait) {
    assertEquals(Optional.of(wait), RetryAfter.parse(value, CLOCK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5", "soon", "9999999999", "1994-11-06T08:49:37Z"})
  void ignoresWhatIsNeither(String value) {
    assertEquals(Optional.empty(), RetryAfter.parse(value, CLOCK));
  }
}
