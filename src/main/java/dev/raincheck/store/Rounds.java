package dev.raincheck.store;

import dev.raincheck.core.Ticker;
import java.time.Duration;

/**
 * Decides when everything is looked at, and not only what is new since the last look. While some
 * other session keeps an old snapshot, a look at everything has to step over all rows that came and
 * went since: so it may take a fiftieth of the time, but comes at least twice a minute.
 * Thread-safe.
 */
final class Rounds {
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int SHARE_OF_TIME = 50;

  private final Ticker ticker;
  private long next;

  Rounds(Ticker ticker) {
    this.ticker = ticker;
    this.next = ticker.nanos();
  }

  /** Whether it is time to look at everything. */
  synchronized boolean isDue() {
    return ticker.nanos() - next >= 0;
  }

  /** Everything was looked at. */
  synchronized void done(long startedAt) {
    long pause = ticker.since(startedAt).multipliedBy(SHARE_OF_TIME).toNanos();
    next =
        ticker.nanos()
            + Math.min(LONGEST_PAUSE.toNanos(), Math.max(SHORTEST_PAUSE.toNanos(), pause));
  }
}
