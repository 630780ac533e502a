package dev.raincheck.core;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number of an event of a call: it only grows, from event to event, through retries too.
 *
 * @param state number of the transition, from 1
 * @param progress number of the report of progress after it, 0 for the transition itself
 */
public record EventId(int state, int progress) implements Comparable<EventId> {
  /** Before every event. */
  public static final EventId START = new EventId(0, 0);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?");
  private static final Comparator<EventId> ORDER =
      Comparator.comparingInt(EventId::state).thenComparingInt(EventId::progress);

  /** What {@link #toString} has written; empty if it was something else. */
  public static Optional<EventId> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String progress = parts.group(2);
    return Optional.of(
        new EventId(
            Integer.parseInt(parts.group(1)), progress == null ? 0 : Integer.parseInt(progress)));
  }

  /** Whether it is of a transition, and not of a report of progress. */
  public boolean isOfState() {
    return progress == 0;
  }

  @Override
  public int compareTo(EventId other) {
    return ORDER.compare(this, other);
  }

  /** As it stands on the wire: {@code 4}, or {@code 4.2}. */
  @Override
  public String toString() {
    return isOfState() ? String.valueOf(state) : state + "." + progress;
  }
}
