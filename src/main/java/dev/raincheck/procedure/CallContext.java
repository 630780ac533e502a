package dev.raincheck.procedure;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What a running procedure may know and say about the call it works on. Inject it into the resource
 * class or any bean it uses; it belongs to the attempt's request scope, so it is usable for as long
 * as the attempt runs, on any thread to which the CDI context is propagated. All methods return at
 * once and are thread-safe. When no attempt is running in this scope, every method but {@link
 * #isActive()} throws {@link IllegalStateException}.
 */
public interface CallContext {

  /** Whether this scope belongs to an attempt; false when the method was called from Java. */
  boolean isActive();

  /** Id of the call, the same for all its attempts: pass it on as {@code Idempotency-Key}. */
  UUID callId();

  /** Number of this attempt, from 1. */
  int attempt();

  /** Who submitted the call; empty if it was an anonymous caller. */
  Optional<Caller> caller();

  /** What is left of the caller's {@code Operation-Timeout}, never negative; empty if none. */
  Optional<Duration> remainingBudget();

  /** Whether the attempt was asked to stop: cancelled, timed out, expired, or its lease lost. */
  boolean isCancelled();

  /**
   * Reports progress; shown by the call's status. The newest report wins; it is written a few times
   * a second at most, and lost with the attempt.
   *
   * @param done units done, not negative
   * @param total units in all, not negative; 0 if unknown
   * @param note free text, cut after 200 characters
   */
  void progress(long done, long total, String note);
}
