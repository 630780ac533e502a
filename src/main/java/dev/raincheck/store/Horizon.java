package dev.raincheck.store;

import dev.raincheck.core.Ticker;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Up to which time an index was found to hold nothing any more, so that the next look starts there.
 * An entry may turn up behind it: its transaction took long, its place was given by somebody who
 * knew less, or somebody else held its row. So a look starts where one came to some seconds ago,
 * which covers most of them, and the next look at everything the others. Thread-safe.
 */
final class Horizon {
  /** How old what is known must be before it counts. */
  static final Duration MARGIN = Duration.ofSeconds(3);

  /** How finely that is measured. */
  private static final int STEPS = 8;

  private final Ticker ticker;
  private final Rounds rounds;
  private final Deque<Seen> recent = new ArrayDeque<>();
  private @Nullable OffsetDateTime seenUpTo;

  private record Seen(long at, OffsetDateTime upTo) {}

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
    long now = ticker.nanos();
    while (!recent.isEmpty() && now - recent.getFirst().at() >= MARGIN.toNanos()) {
      seenUpTo = recent.removeFirst().upTo();
    }
    return new Look(rounds.isDue() ? null : seenUpTo, now);
  }

  /**
   * The look has found that nothing older than this is left; something that is not older may be,
   * even if an earlier look came further.
   */
  synchronized void seen(Look look, OffsetDateTime upTo) {
    while (!recent.isEmpty() && recent.getLast().upTo().isAfter(upTo)) {
      recent.removeLast();
    }
    if (seenUpTo != null && seenUpTo.isAfter(upTo)) {
      seenUpTo = upTo;
    }
    if (recent.isEmpty() || look.startedAt() - recent.getLast().at() >= MARGIN.toNanos() / STEPS) {
      recent.addLast(new Seen(look.startedAt(), upTo));
    }
    if (look.since() == null) {
      rounds.done(look.startedAt());
    }
  }
}
