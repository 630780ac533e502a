package dev.raincheck.execution;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.Outcome;
import dev.raincheck.core.StoredResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Makes outcomes of what procedures return: the response that a synchronous call would give. */
@ApplicationScoped
class Results {
  private static final Logger LOG = Logger.getLogger(Results.class);

  private final ResponseEncoder encoder;
  private final Failures failures;
  private final RetryAfter retryAfter;

  Results(ResponseEncoder encoder, Failures failures, RetryAfter retryAfter) {
    this.encoder = encoder;
    this.failures = failures;
    this.retryAfter = retryAfter;
  }

  /** A status of 400 or more is a failure, as if the procedure had thrown it. */
  Outcome classify(ProcedureDefinition procedure, @Nullable Object answer, Attempt attempt) {
    StoredResponse stored;
    try {
      stored = encoder.encode(procedure, answer);
    } catch (ResponseEncoder.NotEncodable no) {
      LOG.errorf(no, "The result of %s cannot be stored", procedure.name());
      return failures.failed(
          Problem.of(ProblemType.RESULT_NOT_ENCODABLE, no.getMessage()), attempt);
    }
    if (stored.status() < Response.Status.BAD_REQUEST.getStatusCode()) {
      return new Outcome.Succeeded(stored);
    }
    return new Outcome.Failed(
        stored,
        Problem.ofStatus(stored.status(), null).title(),
        ProblemType.isRetryable(stored.status()),
        response(answer).flatMap(retryAfter::of));
  }

  private static Optional<Response> response(@Nullable Object answer) {
    if (answer instanceof RestResponse<?> rest) {
      return Optional.of(rest.toResponse());
    }
    return answer instanceof Response response ? Optional.of(response) : Optional.empty();
  }
}
