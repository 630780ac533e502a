package dev.raincheck.core;

import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the order in which calls have ended: that of the transactions that ended them. What
 * lies before it is all there; nothing comes in there any more.
 *
 * @param transaction number of the one that ended the call
 * @param call the last one of it that lies before this place
 */
public record FeedPlace(long transaction, UUID call) implements Comparable<FeedPlace> {
  private static final UUID NO_CALL = new UUID(0, 0);

  /** Before every end. */
  public static final FeedPlace START = before(0);

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,18})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

  /** As the database orders ids: by their bits. */
  private static final Comparator<UUID> BY_BITS =
      Comparator.<UUID, Long>comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
          .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

  private static final Comparator<FeedPlace> ORDER =
      Comparator.comparingLong(FeedPlace::transaction).thenComparing(FeedPlace::call, BY_BITS);

  /** Before all that this transaction has ended. */
  public static FeedPlace before(long transaction) {
    return new FeedPlace(transaction, NO_CALL);
  }

  /** What {@link #toString} has written; empty if it was something else. */
  public static Optional<FeedPlace> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(
            new FeedPlace(Long.parseLong(parts.group(1)), UUID.fromString(parts.group(2))))
        : Optional.empty();
  }

  /** The later one of the two. */
  public FeedPlace max(FeedPlace other) {
    return compareTo(other) >= 0 ? this : other;
  }

  @Override
  public int compareTo(FeedPlace other) {
    return ORDER.compare(this, other);
  }

  /** As it stands on the wire. */
  @Override
  public String toString() {
    return transaction + "-" + call;
  }
}
