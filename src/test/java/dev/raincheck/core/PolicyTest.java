package dev.raincheck.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Policy policy(
      int maxAttempts, Duration timeout, int concurrency, int queueLimit, Duration retention) {
    return new Policy(
        maxAttempts,
        new RetryPolicy(SECOND, SECOND),
        timeout,
        concurrency,
        queueLimit,
        retention,
        Optional.empty());
  }

  private static void refused(
      String reason,
      int maxAttempts,
      Duration timeout,
      int concurrency,
      int queueLimit,
      Duration retention) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> policy(maxAttempts, timeout, concurrency, queueLimit, retention));
    assertEquals(reason, refused.getMessage());
  }

  @Test
  void theBoundsThemselvesAreAllowed() {
    policy(1, Duration.ofMillis(1), 1, 0, Duration.ZERO);
    policy(1_000, Policy.LONGEST, Integer.MAX_VALUE, Integer.MAX_VALUE, Policy.LONGEST);
  }

  @Test
  void whatIsOutOfBoundsIsNamed() {
    refused("max-attempts must be 1 to 1000", 0, SECOND, 1, 1, SECOND);
    refused("max-attempts must be 1 to 1000", 1_001, SECOND, 1, 1, SECOND);
    refused("timeout must be 1ms to 36500d", 1, Duration.ofNanos(999_999), 1, 1, SECOND);
    refused("timeout must be 1ms to 36500d", 1, SECOND.negated(), 1, 1, SECOND);
    refused("timeout must be 1ms to 36500d", 1, Duration.ofSeconds(Long.MAX_VALUE), 1, 1, SECOND);
    refused("concurrency must be at least 1", 1, SECOND, 0, 1, SECOND);
    refused("queue-limit must not be negative", 1, SECOND, 1, -1, SECOND);
    refused("retention must be 0s to 36500d", 1, SECOND, 1, 1, SECOND.negated());
    refused("retention must be 0s to 36500d", 1, SECOND, 1, 1, Policy.LONGEST.plusNanos(1));
  }
}
