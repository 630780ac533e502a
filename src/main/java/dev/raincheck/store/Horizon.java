package dev.raincheck.store;

import dev.raincheck.core.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Up to which place an index was found to hold nothing any more, so that the next look starts
 * there. An entry may turn up behind it: its transaction took long, its place was given by somebody
 * who knew less, or somebody else held its row. So what a look has found counts when another one,
 * begun some seconds later, has found the same, which covers most of them; the next look at
 * everything covers the others. Time alone must not do it: who does not look for some seconds has
 * not seen what came meanwhile. Thread-safe.
 *
 * @param <T> a place in the index: a time, or a number that grows
 */
final class Horizon<T extends Comparable<? super T>> {
  /** By how much the look that confirms what is known must have begun later. */
  static final Duration MARGIN = Duration.ofSeconds(3);

  /** How finely that is measured. */
  private static final int STEPS = 8;

  private final Ticker ticker;
  private final Rounds rounds;
  private final Deque<Seen<T>> recent = new ArrayDeque<>();
  private @Nullable T seenUpTo;
  private long latestLook;

  private record Seen<T>(long at, T upTo) {}

  Horizon(Ticker ticker) {
    this.ticker = ticker;
    this.rounds = new Rounds(ticker);
    this.latestLook = ticker.nanos();
  }

  /**
   * A look that begins.
   *
   * @param since entries from this place on are looked at; null for all
   */
  record Look<T>(@Nullable T since, long startedAt) {}

  synchronized Look<T> look() {
    while (!recent.isEmpty() && latestLook - recent.getFirst().at() >= MARGIN.toNanos()) {
      seenUpTo = recent.removeFirst().upTo();
    }
    return new Look<>(rounds.isDue() ? null : seenUpTo, ticker.nanos());
  }

  /**
   * The look has found that nothing older than this is left; something that is not older may be,
   * even if an earlier look came further.
   */
  synchronized void seen(Look<T> look, T upTo) {
    while (!recent.isEmpty() && recent.getLast().upTo().compareTo(upTo) > 0) {
      recent.removeLast();
    }
    if (seenUpTo != null && seenUpTo.compareTo(upTo) > 0) {
      seenUpTo = upTo;
    }
    latestLook = Math.max(latestLook, look.startedAt());
    if (recent.isEmpty() || look.startedAt() - recent.getLast().at() >= MARGIN.toNanos() / STEPS) {
      recent.addLast(new Seen<>(look.startedAt(), upTo));
    }
    if (look.since() == null) {
      rounds.done(look.startedAt());
    }
  }
}
