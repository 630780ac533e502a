package dev.raincheck.store;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Whether there are other replicas to tell anything. A count of them is outdated as soon as one
 * that it did not see speaks, which each does when it has registered and when its line opens.
 * Thread-safe.
 */
@ApplicationScoped
class Peers {
  private long heard;
  private volatile boolean none;

  /** What a count that begins now is to give back to {@link #counted}. */
  synchronized long beforeCounting() {
    return heard;
  }

  /** Takes a count of all replicas, this one included, unless somebody was heard meanwhile. */
  synchronized void counted(int replicas, long heardBefore) {
    if (heard == heardBefore) {
      none = replicas <= 1;
    }
  }

  /** Another replica was heard, or may have spoken without being heard. */
  synchronized void heard() {
    heard++;
    none = false;
  }

  /** Whether nobody else is there to be told. */
  boolean areNone() {
    return none;
  }
}
