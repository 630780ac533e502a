package dev.raincheck.core;

import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes ids of calls and leases: UUID version 7 (<a
 * href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, 5.7</a>), so that ids made
 * later sort later and the primary keys grow at one end. Thread-safe if its sources are.
 */
public final class CallIds {
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final Clock clock;
  private final RandomGenerator randomness;

  public CallIds(Clock clock, RandomGenerator randomness) {
    this.clock = clock;
    this.randomness = randomness;
  }

  public UUID next() {
    long random = randomness.nextLong();
    long high = clock.millis() << 16 | VERSION_7 | random >>> 52;
    long low = randomness.nextLong() >>> 2 | VARIANT;
    return new UUID(high, low);
  }
}
