package dev.raincheck.execution;

/** Why an attempt was asked to stop. */
enum StopCause {
  /** A caller cancelled the call. */
  CANCELLED,
  /** It took longer than the procedure allows. */
  TIMED_OUT,
  /** The caller's budget is spent. */
  EXPIRED,
  /** The replica is shutting down. */
  DRAINED,
  /** The lease is lost, and somebody else may own the call. */
  LEASE_LOST
}
