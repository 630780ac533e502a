package dev.raincheck.contract;

/** State of a call. The last four are final: nothing but an explicit retry leaves them. */
public enum CallState {
  /** Waits to start: new, delayed, or backing off after a failed attempt. */
  QUEUED,
  /** An attempt is running. */
  RUNNING,
  /** Ended with a result. */
  SUCCEEDED,
  /** Ended with a failure that is not retried, or whose attempts are used up. */
  FAILED,
  /** Ended because a caller asked for it. */
  CANCELLED,
  /** Ended because the caller's {@code Operation-Timeout} was spent. */
  EXPIRED;

  /** Whether the call has ended. */
  public boolean isFinal() {
    return switch (this) {
      case QUEUED, RUNNING -> false;
      case SUCCEEDED, FAILED, CANCELLED, EXPIRED -> true;
    };
  }
}
