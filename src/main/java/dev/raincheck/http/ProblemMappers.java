package dev.raincheck.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.StoreException;
import dev.raincheck.core.UnreadableCallException;
import io.smallrye.mutiny.Uni;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every failure of a request into a problem. A host's own mappers come first. */
class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  /** After a host's own, and before those that Quarkus brings. */
  private static final int LAST = Priorities.USER + 1;

  private static final Duration SOON = Duration.ofSeconds(1);

  @ServerExceptionMapper
  Uni<Response> map(AnswerLater later) {
    return later.answer().onFailure().recoverWithItem(this::any);
  }

  private Response any(Throwable failure) {
    if (failure instanceof StoreException store) {
      return map(store);
    } else if (failure instanceof UnreadableCallException unreadable) {
      return map(unreadable);
    } else if (failure instanceof WebApplicationException refused) {
      return map(refused);
    }
    return unexpected(failure);
  }

  @ServerExceptionMapper
  Response map(StoreException failure) {
    LOG.warnf("A request is refused: %s: %s", failure.getMessage(), failure.getCause());
    Problem problem =
        Problem.of(ProblemType.UNAVAILABLE, "The database does not answer as it should.");
    return new ProblemException(problem, SOON, failure).getResponse();
  }

  @ServerExceptionMapper
  Response map(UnreadableCallException failure) {
    LOG.errorf("A call cannot be read: %s", failure.getMessage());
    return new ProblemException(Problem.of(ProblemType.CALL_UNREADABLE, failure.getMessage()))
        .getResponse();
  }

  @ServerExceptionMapper(priority = LAST)
  Response map(WebApplicationException failure) {
    Response response = failure.getResponse();
    if (response.hasEntity() || response.getStatus() < 400) {
      return response;
    }
    String detail =
        failure.getCause() instanceof JacksonException malformed ? malformed(malformed) : null;
    return Response.fromResponse(response)
        .type(Problem.MEDIA_TYPE)
        .entity(Problem.ofStatus(response.getStatus(), detail))
        .build();
  }

  @ServerExceptionMapper(priority = LAST)
  Response map(MismatchedInputException wrong) {
    return new ProblemException(Problem.of(ProblemType.MALFORMED_REQUEST, malformed(wrong)))
        .getResponse();
  }

  /** Where the body is wrong, without the names of classes that Jackson's own message has. */
  private static String malformed(JacksonException wrong) {
    StringBuilder detail = new StringBuilder("The body is not the JSON that is expected");
    if (wrong instanceof MismatchedInputException mismatch && !mismatch.getPath().isEmpty()) {
      detail.append(": look at ");
      mismatch
          .getPath()
          .forEach(
              step ->
                  detail
                      .append('/')
                      .append(
                          step.getFieldName() == null
                              ? String.valueOf(step.getIndex())
                              : step.getFieldName()));
    }
    if (wrong.getLocation() != null) {
      detail
          .append(", line ")
          .append(wrong.getLocation().getLineNr())
          .append(" column ")
          .append(wrong.getLocation().getColumnNr());
    }
    return detail.append('.').toString();
  }

  @ServerExceptionMapper(priority = LAST)
  Response map(ConstraintViolationException invalid) {
    return new ProblemException(ArgumentCheck.problem(invalid.getConstraintViolations()))
        .getResponse();
  }

  @ServerExceptionMapper(priority = LAST)
  Response map(Throwable failure) {
    return unexpected(failure);
  }

  private Response unexpected(Throwable failure) {
    LOG.error("A request failed unexpectedly", failure);
    Problem problem = Problem.of(ProblemType.INTERNAL, "The service's log has the reason.");
    return new ProblemException(problem).getResponse();
  }
}
