package dev.raincheck.admission;

import java.time.Duration;

/**
 * What a caller was granted.
 *
 * @param granted whether it may go on
 * @param quota of which it has taken
 * @param remaining how often it may at once again
 * @param untilFull when all is there again
 * @param retryAfter when it may again, zero if it may now
 */
public record Allowance(
    boolean granted, Quota quota, int remaining, Duration untilFull, Duration retryAfter) {

  /** {@code RateLimit-Policy} of the IETF draft on rate limit headers. */
  public String policy() {
    return "\"calls\";q=" + quota.units() + ";w=" + seconds(quota.window());
  }

  /** {@code RateLimit} of the same. */
  public String state() {
    return "\"calls\";r=" + remaining + ";t=" + seconds(untilFull);
  }

  private static long seconds(Duration duration) {
    return duration.plusNanos(999_999_999).toSeconds();
  }
}
