package dev.raincheck.client;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Where the time, chance and keys of the clients come from. Safe for use by several threads. */
@Singleton
class Sources {
  private final SplittableRandom seeds = new SplittableRandom();

  /** Nanoseconds that only grow. */
  long nanos() {
    return System.nanoTime();
  }

  /** The time of day. */
  Clock clock() {
    return Clock.systemUTC();
  }

  /** Chance for one user; not to be shared between threads, and not for secrets. */
  synchronized RandomGenerator random() {
    return seeds.split();
  }

  /** An idempotency key that nobody else makes, nor guesses. */
  String key() {
    return UUID.randomUUID().toString();
  }
}
