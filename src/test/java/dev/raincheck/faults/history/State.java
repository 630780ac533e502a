package dev.raincheck.faults.history;

/** State of a call, as it is written on the wire and in rows. */
public enum State {
  QUEUED,
  RUNNING,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  EXPIRED;

  /** Whether nothing may come after it. */
  boolean isFinal() {
    return ordinal() >= SUCCEEDED.ordinal();
  }
}
