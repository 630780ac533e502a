package dev.raincheck.core;

import java.time.Duration;

/**
 * How the calls of one procedure are treated: its annotation, overridden by configuration, over the
 * defaults.
 *
 * @param maxAttempts 1 to 1000
 * @param backoff when to try again
 * @param timeout of one attempt, positive
 * @param concurrency attempts at a time on this replica, at least 1
 * @param queueLimit calls that may wait, at least 0
 * @param retention how long an ended call is kept, not negative
 */
public record Policy(
    int maxAttempts,
    RetryPolicy backoff,
    Duration timeout,
    int concurrency,
    int queueLimit,
    Duration retention) {

  public Policy {
    require(maxAttempts >= 1 && maxAttempts <= 1000, "max-attempts must be 1 to 1000");
    require(timeout.toMillis() > 0, "timeout must be at least 1ms");
    require(concurrency >= 1, "concurrency must be at least 1");
    require(queueLimit >= 0, "queue-limit must not be negative");
    require(!retention.isNegative(), "retention must not be negative");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
