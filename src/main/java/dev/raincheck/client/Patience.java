package dev.raincheck.client;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next request. After failures it doubles from a tenth of a second to
 * ten seconds, half of it drawn by chance ("equal jitter": Brooker, "Exponential Backoff and
 * Jitter", AWS Architecture Blog, 2015), so that the callers of a server that restarts do not all
 * come at once. Used by one thread at a time.
 */
class Patience {
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 10_000;

  /** What an answer that came as soon as asked may spread over. */
  private static final long SPREAD_MILLIS = 50;

  private final RandomGenerator random;
  private int failures;

  Patience(RandomGenerator random) {
    this.random = random;
  }

  /** After a request that failed. The server's advice is a lower bound. */
  Duration afterFailure(Optional<Duration> advice) {
    long whole = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures++, 10));
    Duration own = Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    return advice.map(this::spread).filter(it -> it.compareTo(own) > 0).orElse(own);
  }

  /**
   * After "not yet". A server that held the request for as long as it had promised is asked again
   * at once; one that did not says when to come again, and is not believed beyond ten seconds.
   */
  Duration afterNotYet(Optional<Duration> promised, Duration held, Optional<Duration> advice) {
    failures = 0;
    boolean waited =
        promised.filter(it -> held.multipliedBy(10).compareTo(it.multipliedBy(9)) >= 0).isPresent();
    Duration longest = Duration.ofMillis(LONGEST_MILLIS);
    return waited
        ? Duration.ofMillis(random.nextLong(SPREAD_MILLIS + 1))
        : spread(advice.filter(it -> it.compareTo(longest) < 0).orElse(longest));
  }

  /** That long, and up to a fifth longer. */
  private Duration spread(Duration advice) {
    long millis = advice.toMillis();
    return Duration.ofMillis(millis + random.nextLong(millis / 5 + 1));
  }
}
