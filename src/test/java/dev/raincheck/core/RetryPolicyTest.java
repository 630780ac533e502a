package dev.raincheck.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(10));

  private static Duration drawn(RetryPolicy policy, int attempt, Random random) {
    return policy.delayAfter(attempt, Optional.empty(), random);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void theDelayIsDrawnBetweenZeroAndADoublingBound(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      long base = random.nextInt(1_000);
      long cap = base + random.nextInt(1_000_000);
      int attempt = 1 + random.nextInt(1_000);
      RetryPolicy policy = new RetryPolicy(Duration.ofMillis(base), Duration.ofMillis(cap));

      Duration delay = drawn(policy, attempt, random);

      double bound = Math.min(cap, base * Math.pow(2, attempt - 1.0));
      assertTrue(!delay.isNegative() && delay.toMillis() <= bound, policy + " after " + attempt);
    }
  }

  @Test
  void theWholeRangeIsDrawn() {
    Random random = new Random(16);
    long smallest = Long.MAX_VALUE;
    long largest = 0;
    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      long delay = drawn(POLICY, 3, random).toMillis();
      smallest = Math.min(smallest, delay);
      largest = Math.max(largest, delay);
      sum += delay;
    }

    assertEquals(0, smallest);
    assertEquals(400, largest);
    assertEquals(200, sum / 10_000, 5);
  }

  @Test
  void withoutABaseItIsRepeatedAtOnce() {
    RetryPolicy policy = new RetryPolicy(Duration.ZERO, Duration.ofSeconds(1));
    assertEquals(Duration.ZERO, drawn(policy, 1_000, new Random(17)));
  }

  @ParameterizedTest
  @ValueSource(longs = {60_000, 1L << 40, RetryPolicyTest.LONGEST_MILLIS})
  void nothingOverflowsAfterAThousandAttempts(long cap) {
    for (long base : new long[] {1, 3, 59_999}) {
      RetryPolicy policy = new RetryPolicy(Duration.ofMillis(base), Duration.ofMillis(cap));
      Random random = new Random(18);
      long largest = 0;
      for (int i = 0; i < 100; i++) {
        Duration delay = drawn(policy, 1_000, random);
        assertTrue(!delay.isNegative() && delay.toMillis() <= cap, delay::toString);
        largest = Math.max(largest, delay.toMillis());
      }
      assertTrue(largest > cap / 2, "the bound is the cap");
    }
  }

  private static final long LONGEST_MILLIS = 36_500L * 86_400_000;

  @Test
  void whatTheFailureAsksForWins() {
    for (long seconds : new long[] {0, 1, 3_600, 86_400}) {
      Duration asked = Duration.ofSeconds(seconds);
      assertEquals(asked, POLICY.delayAfter(1, Optional.of(asked), new Random(19)));
      assertEquals(asked, POLICY.delayAfter(1_000, Optional.of(asked), new Random(19)));
    }
  }

  @Test
  void butNotForLongerThanADay() {
    assertEquals(
        RetryPolicy.LONGEST_RETRY_AFTER,
        POLICY.delayAfter(1, Optional.of(Duration.ofSeconds(86_401)), new Random(20)));
    assertEquals(
        RetryPolicy.LONGEST_RETRY_AFTER,
        POLICY.delayAfter(1, Optional.of(Duration.ofSeconds(Long.MAX_VALUE)), new Random(20)));
  }

  @Test
  void theBoundsAreChecked() {
    Duration second = Duration.ofSeconds(1);
    assertThrows(
        IllegalArgumentException.class, () -> new RetryPolicy(Duration.ofMillis(-1), second));
    assertThrows(
        IllegalArgumentException.class, () -> new RetryPolicy(second, Duration.ofMillis(999)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RetryPolicy(second, Duration.ofSeconds(Long.MAX_VALUE)));
    assertEquals(second, new RetryPolicy(second, second).cap());
  }
}
