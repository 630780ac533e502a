package dev.raincheck.contract;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call came to no result. This class itself stands for a call that ended FAILED; the nested ones
 * for all other ways. What a caller may do next depends on {@link #isRetryable()}.
 */
public class CallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient @Nullable UUID callId;
  private final transient @Nullable Duration retryAfter;

  /**
   * @param callId null where no call is known
   * @param retryAfter the earliest time for another try; null if the server said none
   */
  public CallException(
      Problem problem,
      @Nullable UUID callId,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(text(problem, callId), cause);
    this.problem = problem;
    this.callId = callId;
    this.retryAfter = retryAfter;
  }

  /** The submit was refused: nothing was stored. */
  public static final class Refused extends CallException {
    private static final long serialVersionUID = 1L;

    public Refused(Problem problem, @Nullable UUID callId, @Nullable Duration retryAfter) {
      super(problem, callId, retryAfter, null);
    }
  }

  /** The call's budget was spent before it ended. */
  public static final class Expired extends CallException {
    private static final long serialVersionUID = 1L;

    public Expired(Problem problem, @Nullable UUID callId) {
      super(problem, callId, null, null);
    }
  }

  /** The call was cancelled. */
  public static final class Cancelled extends CallException {
    private static final long serialVersionUID = 1L;

    public Cancelled(Problem problem, @Nullable UUID callId) {
      super(problem, callId, null, null);
    }
  }

  /** The caller's own time was over; nobody knows what became of the call. */
  public static final class TimedOut extends CallException {
    private static final long serialVersionUID = 1L;

    public TimedOut(Problem problem, @Nullable UUID callId, @Nullable Throwable cause) {
      super(problem, callId, null, cause);
    }
  }

  /**
   * The call was accepted and cannot be followed: it is gone, or what answers is not its server.
   */
  public static final class Lost extends CallException {
    private static final long serialVersionUID = 1L;

    public Lost(Problem problem, @Nullable UUID callId) {
      super(problem, callId, null, null);
    }
  }

  private static String text(Problem problem, @Nullable UUID callId) {
    StringBuilder text = new StringBuilder(problem.title());
    if (problem.detail() != null) {
      text.append(": ").append(problem.detail());
    }
    text.append(" (").append(problem.status());
    if (callId != null) {
      text.append(", call ").append(callId);
    }
    return text.append(')').toString();
  }

  /** Why, as the server told it, or as the client sees it where the server told nothing. */
  public Problem problem() {
    return problem;
  }

  /** HTTP status of the problem. */
  public int status() {
    return problem.status();
  }

  /** Which call it was; empty where none is known. */
  public Optional<UUID> callId() {
    return Optional.ofNullable(callId);
  }

  /** Number of the attempt that failed last, from 1; 0 if there was none or it is not known. */
  public int attempt() {
    return problem.attempt() == null ? 0 : problem.attempt();
  }

  /** Whether a new call with the same input may succeed. */
  public boolean isRetryable() {
    return problem.retryable() == null
        ? ProblemType.isRetryable(problem.status())
        : problem.retryable();
  }

  /** The earliest time for another try; empty if the server said none. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
