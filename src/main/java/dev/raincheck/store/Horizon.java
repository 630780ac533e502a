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
 * knew less, or somebody else held its row. So what a look has found counts when another one, begun
 * some seconds later, has found the same, which covers most of them; the next look at everything
 * covers the others. Time alone must not do it: who does not look for some seconds has not seen
 * what came meanwhile. Thread-safe.
 */
final class Horizon {
  /** By how much the look that confirms what is known must have begun later. */
  static final Duration MARGIN = Duration.ofSeconds(3);

  /** How finely that is measured. */
  private static final int STEPS = 8;

  private final Ticker ticker;
  private final Rounds rounds;
  private final Deque<Seen> recent = new ArrayDeque<>();
  private @Nullable OffsetDateTime seenUpTo;
  private long latestLook;

  private record Seen(long at, OffsetDateTime upTo) {}

  Horizon(Ticker ticker) {
    this.ticker = ticker;
    this.rounds = new Rounds(ticker);
    this.latestLook = ticker.nanos();
  }

  /**
   * A look that begins.
   *
   * @param since entries from this time on are looked at; null for all
   */
  record Look(@Nullable OffsetDateTime since, long startedAt) {}

  synchronized Look look() {
    while (!recent.isEmpty() && latestLook - recent.getFirst().at() >= MARGIN.toNanos()) {
      seenUpTo = recent.removeFirst().upTo();
    }
    return new Look(rounds.isDue() ? null : seenUpTo, ticker.nanos());
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
    latestLook = Math.max(latestLook, look.startedAt());
    if (recent.isEmpty() || look.startedAt() - recent.getLast().at() >= MARGIN.toNanos() / STEPS) {
      recent.addLast(new Seen(look.startedAt(), upTo));
    }
    if (look.since() == null) {
      rounds.done(look.startedAt());
    }
  }
}
