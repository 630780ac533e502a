package dev.raincheck.core;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemType;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The state machine of a call; pure functions. The SQL of the store takes the same transitions,
 * each guarded by the state it starts from, and the tables' CHECKs repeat the invariants.
 *
 * <pre>
 *             claim                 succeed
 *  QUEUED ─────────────▶ RUNNING ─────────────▶ SUCCEEDED
 *    │ ▲  retry, release,  │ │ └──── fail ─────▶ FAILED
 *    │ │  drain, crash     │ │
 *    │ └───────────────────┘ ├──── cancel ─────▶ CANCELLED
 *    ├───────────────────────┴──── expire ─────▶ EXPIRED    (QUEUED too can be cancelled, expire)
 *    ▲
 *    └── an explicit retry leaves FAILED, CANCELLED or EXPIRED with a fresh budget of attempts
 * </pre>
 */
public final class Lifecycle {

  private Lifecycle() {}

  /** What to write about an attempt that is over. */
  public sealed interface Step {

    /**
     * The call has ended.
     *
     * @param state final
     * @param outcome of its last attempt
     */
    record End(CallState state, Outcome outcome) implements Step {
      public End {
        if (!state.isFinal()) {
          throw new IllegalArgumentException(state + " is not final");
        }
      }
    }

    /**
     * The call waits for its next attempt.
     *
     * @param delay before it may start
     * @param effect on its budget of attempts
     * @param outcome of the attempt that is over
     */
    record Requeue(Duration delay, Effect effect, Outcome outcome) implements Step {}

    /** Nothing may be written. */
    record Forget() implements Step {}
  }

  /** What going back to the queue does to the budget of attempts. */
  public enum Effect {
    /** The attempt counts. */
    SPENT,
    /** It never ran: its number is used again. */
    NOT_RUN,
    /** It ran and is not counted: its number stays used, the budget grows by one. */
    REPAID
  }

  /**
   * What follows from an attempt.
   *
   * @param attempt its number
   * @param maxAttempts number of the last one that may be made
   * @param policy of the procedure; its own maximum tells how much of the budget came from explicit
   *     retries, which start the back-off anew
   */
  public static Step after(
      Outcome outcome, int attempt, int maxAttempts, Policy policy, RandomGenerator randomness) {
    if (outcome instanceof Outcome.Succeeded) {
      return new Step.End(CallState.SUCCEEDED, outcome);
    } else if (outcome instanceof Outcome.Failed failed) {
      if (!failed.retryable() || attempt >= maxAttempts) {
        return new Step.End(CallState.FAILED, outcome);
      }
      int round = Math.max(1, attempt - (maxAttempts - policy.maxAttempts()));
      Duration delay = policy.backoff().delayAfter(round, failed.retryAfter(), randomness);
      return new Step.Requeue(delay, Effect.SPENT, outcome);
    } else if (outcome instanceof Outcome.NotRun notRun) {
      return new Step.Requeue(notRun.delay(), Effect.NOT_RUN, outcome);
    } else if (outcome instanceof Outcome.Drained) {
      return new Step.Requeue(Duration.ZERO, Effect.REPAID, outcome);
    } else if (outcome instanceof Outcome.Cancelled) {
      return new Step.End(CallState.CANCELLED, outcome);
    } else if (outcome instanceof Outcome.Expired) {
      return new Step.End(CallState.EXPIRED, outcome);
    }
    return new Step.Forget();
  }

  /** Whether an explicit retry leaves this state. */
  public static boolean mayRetry(CallState state) {
    return switch (state) {
      case FAILED, CANCELLED, EXPIRED -> true;
      case QUEUED, RUNNING, SUCCEEDED -> false;
    };
  }

  /**
   * The problem that stands for the result of a call that ended without an answer of its procedure.
   *
   * @param failure why it ended, as it is kept with the call
   */
  public static Optional<Problem> problemOf(CallState state, Optional<Call.Failure> failure) {
    return switch (state) {
      case CANCELLED -> Optional.of(Problem.of(ProblemType.CANCELLED, "A caller cancelled it."));
      case EXPIRED ->
          Optional.of(
              Problem.of(
                  ProblemType.EXPIRED,
                  "It did not end within the time that the caller gave it in Operation-Timeout."));
      case FAILED -> failure.flatMap(Lifecycle::problemOf);
      case QUEUED, RUNNING, SUCCEEDED -> Optional.empty();
    };
  }

  /** The problem of a failure that no procedure has put into words. */
  private static Optional<Problem> problemOf(Call.Failure failure) {
    if (failure.title().equals(ProblemType.CRASHED.title())) {
      return Optional.of(
          Problem.of(ProblemType.CRASHED, "It did so in every attempt that the call had left."));
    } else if (failure.title().equals(ProblemType.RESULT_NOT_ENCODABLE.title())) {
      return Optional.of(Problem.of(ProblemType.RESULT_NOT_ENCODABLE, "The database refused it."));
    }
    return Optional.empty();
  }
}
