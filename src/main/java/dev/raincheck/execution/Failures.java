package dev.raincheck.execution;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.Outcome;
import dev.raincheck.core.StoredResponse;
import io.smallrye.faulttolerance.api.RateLimitException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Providers;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.ResteasyReactiveClientProblem;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Makes outcomes of what procedures throw: the response that a synchronous call would have given,
 * as a problem where the exception brings no body of its own, and whether another attempt is made.
 */
@ApplicationScoped
class Failures {
  private static final Logger LOG = Logger.getLogger(Failures.class);

  private static final int LOWEST_FAILURE = Response.Status.BAD_REQUEST.getStatusCode();

  private final ResponseEncoder encoder;
  private final RetryAfter retryAfter;
  private final Providers providers;
  private final ExecutionConfig config;

  Failures(
      ResponseEncoder encoder, RetryAfter retryAfter, Providers providers, ExecutionConfig config) {
    this.encoder = encoder;
    this.retryAfter = retryAfter;
    this.providers = providers;
    this.config = config;
  }

  /** What an exception of a procedure means for its call. */
  Outcome classify(Throwable thrown, Attempt attempt) {
    Throwable failure = unwrapped(thrown);
    if (isNotRun(failure)) {
      return new Outcome.NotRun(config.notRunDelay());
    }
    log(failure, attempt);
    if (failure instanceof TimeoutException
        || failure instanceof java.util.concurrent.TimeoutException
        || failure instanceof io.smallrye.mutiny.TimeoutException) {
      return failed(
          Problem.of(ProblemType.ATTEMPT_TIMEOUT, "The procedure ran into its own timeout."),
          attempt);
    } else if (failure instanceof ResteasyReactiveClientProblem
        && failure instanceof WebApplicationException upstream) {
      return ofUpstream(upstream.getResponse(), attempt);
    } else if (failure instanceof ConstraintViolationException) {
      return failed(
          Problem.of(ProblemType.INTERNAL, "A value inside the procedure is not valid."), attempt);
    }
    return response(failure)
        .map(response -> ofResponse(response, attempt))
        .orElseGet(() -> unexpected(attempt));
  }

  /** What an end means for its call that cannot be classified, e.g. because a mapper fails too. */
  Outcome unclassified(Throwable thrown, Attempt attempt) {
    LOG.errorf(thrown, "The end of call %s cannot be classified", attempt.call().id());
    return unexpected(attempt);
  }

  private Outcome unexpected(Attempt attempt) {
    return failed(
        Problem.of(
            ProblemType.INTERNAL,
            "The procedure failed unexpectedly; the service's log has the reason under the id of"
                + " the call."),
        attempt);
  }

  /** With the stack trace only where the exception is not the procedure's own way to say no. */
  private static void log(Throwable failure, Attempt attempt) {
    boolean meant = failure instanceof WebApplicationException;
    LOG.logf(
        Logger.Level.WARN,
        meant ? null : failure,
        "Attempt %d of call %s to %s failed: %s",
        attempt.call().attempt(),
        attempt.call().id(),
        attempt.call().procedure(),
        failure.getMessage());
  }

  /** What the reason for which an attempt was stopped means for its call. */
  Outcome stopped(StopCause cause, Attempt attempt) {
    return switch (cause) {
      case CANCELLED -> new Outcome.Cancelled();
      case EXPIRED -> new Outcome.Expired();
      case DRAINED -> new Outcome.Drained();
      case LEASE_LOST -> new Outcome.Abandoned();
      case TIMED_OUT ->
          failed(
              Problem.of(ProblemType.ATTEMPT_TIMEOUT, "The attempt was stopped at its time limit."),
              attempt);
    };
  }

  /** A failure with this problem. */
  Outcome failed(Problem problem, Attempt attempt) {
    return failed(problem, Optional.empty(), attempt);
  }

  private Outcome failed(Problem problem, Optional<Duration> wait, Attempt attempt) {
    Problem shown = problem.about("/calls/" + attempt.call().id(), attempt.call().attempt());
    Response response =
        Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(shown).build();
    int status = shown.status();
    try {
      boolean retryable =
          shown.retryable() == null ? ProblemType.isRetryable(status) : shown.retryable();
      // PostgreSQL has no text with a zero character in it.
      String title = shown.title().replace("\0", "");
      return new Outcome.Failed(encoder.encode("", response), title, retryable, wait);
    } catch (ResponseEncoder.NotEncodable impossible) {
      LOG.error("A problem cannot be written", impossible);
      ProblemType unexpected = ProblemType.INTERNAL;
      StoredResponse bare = new StoredResponse(unexpected.status(), null, Map.of(), new byte[0]);
      return new Outcome.Failed(bare, unexpected.title(), false, wait);
    }
  }

  private Outcome ofUpstream(Response upstream, Attempt attempt) {
    int status = upstream.getStatus();
    Problem problem =
        Problem.of(ProblemType.UPSTREAM_FAILED, "A service that the procedure called failed.")
            .with("upstreamStatus", status)
            .withRetryable(ProblemType.isRetryable(status));
    return failed(problem, retryAfter.of(upstream), attempt);
  }

  private Outcome ofResponse(Response response, Attempt attempt) {
    Optional<Duration> wait = retryAfter.of(response);
    if (response.getEntity() instanceof Problem problem) {
      return failed(problem, wait, attempt);
    } else if (!response.hasEntity() && response.getStatus() >= LOWEST_FAILURE) {
      return failed(Problem.ofStatus(response.getStatus(), null), wait, attempt);
    }
    try {
      StoredResponse stored = encoder.encode("", response);
      if (stored.status() < LOWEST_FAILURE) {
        return new Outcome.Succeeded(stored);
      }
      return new Outcome.Failed(
          stored,
          Problem.ofStatus(stored.status(), null).title(),
          ProblemType.isRetryable(stored.status()),
          wait);
    } catch (ResponseEncoder.NotEncodable no) {
      return failed(Problem.of(ProblemType.RESULT_NOT_ENCODABLE, no.getMessage()), wait, attempt);
    }
  }

  /** The response of the exception itself, or of the host's mapper for it. */
  private Optional<Response> response(Throwable failure) {
    if (failure instanceof WebApplicationException web) {
      return Optional.of(web.getResponse());
    }
    return mapped(failure, failure.getClass());
  }

  @SuppressWarnings("unchecked") // a mapper is looked up by the class of what it is given
  private <T extends Throwable> Optional<Response> mapped(Throwable failure, Class<T> type) {
    @Nullable ExceptionMapper<T> mapper = providers.getExceptionMapper(type);
    if (mapper == null || isOfEverything(mapper)) {
      return Optional.empty();
    }
    T thrown = (T) failure;
    // There is no request any more that a mapper of this kind could ask about.
    return Optional.ofNullable(
        mapper instanceof ResteasyReactiveExceptionMapper<T> ofMethod
            ? ofMethod.toResponse(thrown, null)
            : mapper.toResponse(thrown));
  }

  /** Whether a mapper has nothing to say but that something failed. */
  private boolean isOfEverything(ExceptionMapper<?> mapper) {
    @Nullable ExceptionMapper<Throwable> last = providers.getExceptionMapper(Throwable.class);
    return last != null && last.getClass() == mapper.getClass();
  }

  /** Whether the method was kept from running by its own guards. */
  private static boolean isNotRun(Throwable failure) {
    return failure instanceof CircuitBreakerOpenException
        || failure instanceof BulkheadException
        || failure instanceof RateLimitException;
  }

  /** Whether an exception counts against a circuit breaker. */
  static boolean isRetryable(Throwable thrown) {
    Throwable failure = unwrapped(thrown);
    return !(failure instanceof WebApplicationException web)
        || ProblemType.isRetryable(web.getResponse().getStatus());
  }

  private static Throwable unwrapped(Throwable thrown) {
    boolean isWrapper =
        thrown instanceof CompletionException
            || thrown instanceof ExecutionException
            || thrown instanceof InvocationTargetException;
    return isWrapper && thrown.getCause() != null ? unwrapped(thrown.getCause()) : thrown;
  }
}
