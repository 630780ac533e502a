package dev.raincheck.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final TokenBucket bucket = new TokenBucket(new Quota(3, Duration.ofSeconds(30)), 0);

  @Test
  void aBurstPassesAndThenNoMore() {
    for (int left = 2; left >= 0; left--) {
      Allowance allowance = bucket.take(1, 0);
      assertTrue(allowance.granted());
      assertEquals(left, allowance.remaining());
    }
    Allowance refused = bucket.take(1, 0);
    assertFalse(refused.granted());
    assertEquals(Duration.ofSeconds(10), refused.retryAfter());
    assertEquals("\"calls\";q=3;w=30", refused.policy());
    assertEquals("\"calls\";r=0;t=30", refused.state());
  }

  @Test
  void itFillsEvenlyAndNotBeyondItsSize() {
    for (int i = 0; i < 3; i++) {
      bucket.take(1, 0);
    }
    assertFalse(bucket.take(1, 9 * SECOND).granted());
    assertTrue(bucket.take(1, 10 * SECOND).granted());
    assertFalse(bucket.take(1, 19 * SECOND).granted());
    assertEquals(2, bucket.take(1, 1000 * SECOND).remaining());
  }

  @Test
  void aClockThatStandsStillGivesNothing() {
    for (int i = 0; i < 3; i++) {
      bucket.take(1, 5 * SECOND);
    }
    assertFalse(bucket.take(1, 4 * SECOND).granted());
    assertFalse(bucket.take(1, 5 * SECOND).granted());
  }

  @Test
  void manyAreTakenTogetherOrNotAtAll() {
    assertEquals(1, bucket.take(2, 0).remaining());
    Allowance refused = bucket.take(2, 0);
    assertFalse(refused.granted());
    assertEquals(1, refused.remaining());
    assertEquals(Duration.ofSeconds(10), refused.retryAfter());
    assertTrue(bucket.take(2, 10 * SECOND).granted());
    assertFalse(bucket.take(4, 1000 * SECOND).granted(), "more than it holds");
  }

  @Test
  void refusesWhatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> new Quota(-1, Duration.ofSeconds(1)));
    assertThrows(IllegalArgumentException.class, () -> new Quota(1, Duration.ZERO));
  }
}
