package dev.raincheck.store;

import dev.raincheck.core.Ticker;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Up to which time an index was found to hold nothing any more, so that the next look starts there.
 * An entry may turn up behind it: its transaction took long, or somebody else held its row. A
 * margin covers most of them, the next look at everything the others. Thread-safe.
 */
final class Horizon {
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private final Ticker ticker;
  private final Rounds rounds;
  private @Nullable OffsetDateTime seenUpTo;

  Horizon(Ticker ticker) {
    this.ticker = ticker;
    this.rounds = new Rounds(ticker);
  }

  /**
   * A look that begins.
   *
   * @param since entries from this time on are looked at; null for all
   */
  record Look(@Nullable OffsetDateTime since, long startedAt) {}

  synchronized Look look() {
    return new Look(rounds.isDue() ? null : seenUpTo, ticker.nanos());
  }

  /** The look has found that nothing older than this is left. */
  synchronized void seen(Look look, OffsetDateTime upTo) {
    OffsetDateTime safe = upTo.minus(MARGIN);
    if (seenUpTo == null || safe.isAfter(seenUpTo)) {
      seenUpTo = safe;
    }
    if (look.since() == null) {
      rounds.done(look.startedAt());
    }
  }
}
