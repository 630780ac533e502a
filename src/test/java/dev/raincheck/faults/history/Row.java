package dev.raincheck.faults.history;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What stood in the database in the end. Times are the database's, in microseconds since 1970. */
public sealed interface Row extends Entry {

  /**
   * What was asked.
   *
   * @param label of the request that it comes from
   */
  record Call(String id, Optional<String> key, String label, OptionalLong budgetMillis)
      implements Row {}

  /** That a call has not ended. */
  record Pending(String id, State state) implements Row {}

  /**
   * How a call ended.
   *
   * @param digest of the body, if one was recorded
   * @param token in the body
   */
  record Outcome(
      String id,
      State state,
      long endedAt,
      OptionalLong expiresAt,
      int attempt,
      int maxAttempts,
      int status,
      Optional<String> digest,
      Optional<String> token,
      OptionalInt failureStatus,
      Optional<String> failureTitle)
      implements Row {}

  /** An attempt that ended without ending its call; one without a failure was given back. */
  record Attempt(String callId, int number, OptionalInt failureStatus) implements Row {}

  /** Whose an idempotency key is. */
  record Key(String key, String callId) implements Row {}
}
