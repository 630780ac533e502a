package dev.raincheck.core;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a failed attempt is repeated: exponential back-off with full jitter (<a
 * href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Brooker,
 * "Exponential Backoff And Jitter"</a>). A pure function of the attempt and a source of randomness.
 *
 * @param base upper bound of the delay after the first attempt, not negative
 * @param cap upper bound of every drawn delay, at least {@code base} and at most {@link
 *     Policy#LONGEST}
 */
public record RetryPolicy(Duration base, Duration cap) {

  /** The longest that a failure's own {@code Retry-After} can put the next attempt off. */
  public static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);

  public RetryPolicy {
    if (base.isNegative() || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException("backoff must not be negative, nor above max-backoff");
    }
    if (cap.compareTo(Policy.LONGEST) > 0) {
      throw new IllegalArgumentException("max-backoff must be at most 36500d");
    }
  }

  /**
   * Delay before the next attempt.
   *
   * @param attempt number of the attempt of this budget that failed, from 1
   * @param retryAfter what the failure asked for; it wins, up to {@link #LONGEST_RETRY_AFTER}
   */
  public Duration delayAfter(
      int attempt, Optional<Duration> retryAfter, RandomGenerator randomness) {
    if (retryAfter.isPresent()) {
      Duration asked = retryAfter.get();
      return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
    }
    long bound = boundMillis(attempt);
    return Duration.ofMillis(bound == 0 ? 0 : randomness.nextLong(bound + 1));
  }

  private long boundMillis(int attempt) {
    long millis = base.toMillis();
    for (int doubled = 1; doubled < attempt && millis < cap.toMillis(); doubled++) {
      millis *= 2;
    }
    return Math.min(millis, cap.toMillis());
  }
}
