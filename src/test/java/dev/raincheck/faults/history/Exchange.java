package dev.raincheck.faults.history;

/**
 * A request of a client and what came of it.
 *
 * @param target name of the replica that was asked
 * @param sentAt before the first byte was sent
 * @param overAt after the last byte was received, or when it was given up
 */
public record Exchange(Question question, String target, long sentAt, long overAt, Reply reply)
    implements Entry {

  public Exchange {
    if (overAt < sentAt) {
      throw new IllegalArgumentException("over before it was sent: " + sentAt + ", " + overAt);
    }
  }
}
