package dev.raincheck.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireDurationTest {

  @ParameterizedTest
  @CsvSource({
    "250ms,PT0.25S",
    "30s,PT30S",
    "5m,PT5M",
    "2h,PT2H",
    "7d,PT168H",
    "0s,PT0S",
    "0d,PT0S",
    "' 1s ',PT1S",
    "007s,PT7S",
    "999999999999d,PT23999999999976H",
    "90m,PT1H30M"
  })
  void durationsAreRead(String text, Duration expected) {
    assertEquals(expected, WireDuration.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "s",
        "30",
        "-1s",
        "+1s",
        "1.5s",
        "1,5s",
        "30 s",
        "30S",
        "30sec",
        "1m30s",
        "PT30S",
        "1000000000000s",
        "1w",
        "1us",
        "\u0661s",
        "30s\0",
        "1e3s",
        "0x1s",
        "\uff11s",
        "1s,2s"
      })
  void whatIsNoDurationIsRefused(String text) {
    assertThrows(DateTimeException.class, () -> WireDuration.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S,0s",
    "PT0.25S,250ms",
    "PT1S,1s",
    "PT90S,90s",
    "PT1M,1m",
    "PT90M,90m",
    "PT24H,1d",
    "PT25H,25h",
    "PT36H,36h",
    "PT1M0.001S,60001ms",
    "PT0.0009S,0s"
  })
  void theyAreWrittenInTheLargestUnitThatIsExact(Duration duration, String expected) {
    assertEquals(expected, WireDuration.format(duration));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Random random = new Random(25);
    long[] units = {1, 1_000, 60_000, 3_600_000, 86_400_000};
    for (int i = 0; i < 10_000; i++) {
      long millis = random.nextInt(1_000_000) * units[random.nextInt(units.length)];
      Duration duration = Duration.ofMillis(millis);
      assertEquals(duration, WireDuration.parse(WireDuration.format(duration)));
    }
  }
}
