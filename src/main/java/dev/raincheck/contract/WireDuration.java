package dev.raincheck.contract;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as headers and annotations write them: a whole number and a unit of {@code ms}, {@code
 * s}, {@code m}, {@code h} or {@code d}, as in {@code 250ms} or {@code 30s}.
 */
public final class WireDuration {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

  private WireDuration() {}

  /**
   * Reads a duration.
   *
   * @throws DateTimeException if it is not in that form
   */
  public static Duration parse(String text) {
    Matcher match = FORM.matcher(text.strip());
    if (!match.matches()) {
      throw new DateTimeException(
          "A duration is a whole number with a unit of ms, s, m, h or d, such as 30s");
    }
    long amount = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** Writes a duration in the largest unit that keeps it exact to the millisecond. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    } else if (millis % 1_000 != 0) {
      return millis + "ms";
    } else if (millis % 60_000 != 0) {
      return millis / 1_000 + "s";
    } else if (millis % 3_600_000 != 0) {
      return millis / 60_000 + "m";
    } else if (millis % 86_400_000 != 0) {
      return millis / 3_600_000 + "h";
    }
    return millis / 86_400_000 + "d";
  }
}
