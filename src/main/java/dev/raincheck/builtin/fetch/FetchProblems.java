package dev.raincheck.builtin.fetch;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.net.HttpTarget;
import io.netty.channel.ConnectTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Every way in which a fetch fails. Details name the target's origin only: paths, queries and
 * resolved addresses may be secrets.
 */
final class FetchProblems {

  private FetchProblems() {}

  /** The target is at an address which is not public; not retried. */
  static ProblemException addressNotAllowed(HttpTarget target, String special) {
    return of(
        ProblemType.TARGET_NOT_ALLOWED,
        "The address of " + target.origin() + " is not allowed: it is " + special);
  }

  /** The URL is none that may be fetched; not retried. */
  static ProblemException urlNotAllowed(String what) {
    return of(
        ProblemType.TARGET_NOT_ALLOWED,
        what + " is not an absolute http or https URL without user information");
  }

  /** The target answered with a status that is worth another attempt. */
  static ProblemException answered(HttpTarget target, int status, Optional<Duration> retryAfter) {
    Problem problem =
        Problem.of(ProblemType.UPSTREAM_FAILED, target.origin() + " answered " + status)
            .with("upstreamStatus", status);
    return new ProblemException(problem, retryAfter.orElse(null), null);
  }

  /** The answer does not end within the limit; not retried, as it would not the next time. */
  static ProblemException tooLarge(HttpTarget target, int status, long limit) {
    String detail =
        target.origin()
            + " answered with a body of over "
            + limit
            + " bytes; it is not tried again";
    return new ProblemException(
        Problem.of(ProblemType.UPSTREAM_TOO_LARGE, detail).with("upstreamStatus", status));
  }

  /** The attempt's time was over. */
  static ProblemException timedOut(String origin, Duration limit) {
    return of(
        ProblemType.UPSTREAM_TIMEOUT,
        origin + " gave no complete answer within " + limit.toMillis() + " ms");
  }

  /** There was no connection, or it broke. */
  static ProblemException unreachable(HttpTarget target, Throwable cause) {
    String origin = target.origin();
    if (cause instanceof UnknownHostException) {
      return failed("The name of " + origin + " cannot be resolved", cause);
    }
    if (cause instanceof TimeoutException || cause instanceof ConnectTimeoutException) {
      return new ProblemException(
          Problem.of(ProblemType.UPSTREAM_TIMEOUT, origin + " did not accept a connection in time"),
          null,
          cause);
    }
    if (cause instanceof SSLException) {
      return failed("No secure connection to " + origin + " could be made", cause);
    }
    return failed("The connection to " + origin + " failed", cause);
  }

  private static ProblemException failed(String detail, Throwable cause) {
    return new ProblemException(Problem.of(ProblemType.UPSTREAM_FAILED, detail), null, cause);
  }

  private static ProblemException of(ProblemType kind, String detail) {
    return new ProblemException(Problem.of(kind, detail));
  }
}
