package dev.raincheck.core;

import java.time.Duration;
import java.util.Optional;

/**
 * How the calls of one procedure are treated: its annotation, overridden by configuration, over the
 * defaults.
 *
 * @param maxAttempts 1 to 1000
 * @param backoff when to try again
 * @param timeout of one attempt, positive and at most {@link #LONGEST}
 * @param concurrency attempts at a time on this replica, at least 1
 * @param queueLimit calls that may wait, at least 0
 * @param retention how long an ended call is kept, not negative and at most {@link #LONGEST}
 * @param callback URL that is told of the end of a call which names none itself
 */
public record Policy(
    int maxAttempts,
    RetryPolicy backoff,
    Duration timeout,
    int concurrency,
    int queueLimit,
    Duration retention,
    Optional<String> callback) {

  /** A hundred years: what timers and the database can take for certain. */
  public static final Duration LONGEST = Duration.ofDays(36_500);

  public Policy {
    require(maxAttempts >= 1 && maxAttempts <= 1000, "max-attempts must be 1 to 1000");
    require(
        timeout.compareTo(Duration.ofMillis(1)) >= 0 && timeout.compareTo(LONGEST) <= 0,
        "timeout must be 1ms to 36500d");
    require(concurrency >= 1, "concurrency must be at least 1");
    require(queueLimit >= 0, "queue-limit must not be negative");
    require(
        !retention.isNegative() && retention.compareTo(LONGEST) <= 0,
        "retention must be 0s to 36500d");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
