package dev.raincheck.admission;

import java.time.Duration;

/**
 * A bucket of tokens that fills evenly: whoever takes one may do something. Full at first, so that
 * a burst passes. Thread-safe.
 */
final class TokenBucket {
  private final Quota quota;
  private double tokens;
  private long filledAt;

  TokenBucket(Quota quota, long now) {
    this.quota = quota;
    this.tokens = quota.units();
    this.filledAt = now;
  }

  /**
   * Takes so many tokens, or none. More than there can ever be are never granted.
   *
   * @param now reading of a clock that only measures, in nanoseconds
   */
  synchronized Allowance take(int wanted, long now) {
    double nanosPerToken = (double) quota.window().toNanos() / quota.units();
    long passed = Math.max(0, now - filledAt);
    tokens = Math.min(quota.units(), tokens + passed / nanosPerToken);
    filledAt = Math.max(filledAt, now);
    boolean granted = tokens >= wanted;
    if (granted) {
      tokens -= wanted;
    }
    double missing = granted ? 0 : wanted - tokens;
    return new Allowance(
        granted,
        quota,
        (int) tokens,
        nanos((quota.units() - tokens) * nanosPerToken),
        nanos(missing * nanosPerToken));
  }

  private static Duration nanos(double nanos) {
    return Duration.ofNanos((long) Math.ceil(nanos));
  }
}
