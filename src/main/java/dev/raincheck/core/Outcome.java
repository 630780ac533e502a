package dev.raincheck.core;

import java.time.Duration;
import java.util.Optional;

/** What an attempt came to. */
public sealed interface Outcome {

  /** The procedure answered. */
  record Succeeded(StoredResponse response) implements Outcome {}

  /**
   * The procedure failed.
   *
   * @param response what the caller gets if this is the last attempt
   * @param title short reason, shown with the attempt
   * @param retryable whether another attempt may do better
   * @param retryAfter what the failure asks for
   */
  record Failed(
      StoredResponse response, String title, boolean retryable, Optional<Duration> retryAfter)
      implements Outcome {}

  /**
   * The procedure was not run (circuit breaker open, bulkhead full): no attempt is spent.
   *
   * @param delay before it is tried again
   */
  record NotRun(Duration delay) implements Outcome {}

  /** The replica is shutting down and stopped the attempt: it is repeated and not counted. */
  record Drained() implements Outcome {}

  /** A caller asked for the end. */
  record Cancelled() implements Outcome {}

  /** The caller's budget was spent. */
  record Expired() implements Outcome {}

  /** The lease was lost: somebody else may own the call, and nothing may be recorded. */
  record Abandoned() implements Outcome {}
}
