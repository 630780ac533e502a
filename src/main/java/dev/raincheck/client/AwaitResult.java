package dev.raincheck.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.contract.CallException;
import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.CallState;
import dev.raincheck.contract.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Makes the methods of a REST client interface asynchronous calls: a provider, to be registered on
 * the interface by {@code @RegisterProvider(AwaitResult.class)}. Every request is submitted as a
 * call, with an idempotency key that is made once for each method call; the method's {@code Uni},
 * {@code CompletionStage} or plain return value is the call's result, however long it takes, and
 * whatever happens to the server or the network in between. How it behaves is said by {@code
 * raincheck.client.*}.
 *
 * <p>A call that comes to no result is a {@link CallException}, one of its kinds for each way. A
 * {@link ResponseExceptionMapper} of the interface's own, of any priority, comes before that: it is
 * given the stored response of a failed call.
 */
@Singleton
// In a native image nobody else would know that they are read from JSON.
@RegisterForReflection(targets = {Problem.class, Problem.Violation.class})
public class AwaitResult implements Feature, ResponseExceptionMapper<CallException> {
  private final CallFilter calls;
  private final ObjectMapper json;

  @Inject
  AwaitResult(CallFilter calls, ObjectMapper json) {
    this.calls = calls;
    this.json = json;
  }

  @Override
  public boolean configure(FeatureContext context) {
    // First and last: between them a request is any other request of the interface.
    context.register(calls, Integer.MIN_VALUE);
    context.register(new AnswerFilter(), Integer.MAX_VALUE);
    return true;
  }

  @Override
  public int getPriority() {
    return Integer.MAX_VALUE - 1;
  }

  @Override
  public @Nullable CallException toThrowable(Response response) {
    Optional<CallState> state =
        Optional.ofNullable(response.getHeaderString(CallHeaders.CALL_STATE))
            .flatMap(Answer::state)
            .filter(CallState::isFinal);
    UUID call = Answer.id(response.getHeaderString(CallHeaders.CALL_ID)).orElse(null);
    Problem problem = problem(response);
    if (state.isEmpty()) {
      Duration retryAfter = Answer.retryAfter(response.getHeaderString("Retry-After")).orElse(null);
      return new CallException.Refused(problem, call, retryAfter);
    }
    return switch (state.get()) {
      case CANCELLED -> new CallException.Cancelled(problem, call);
      case EXPIRED -> new CallException.Expired(problem, call);
      case QUEUED, RUNNING, SUCCEEDED, FAILED -> new CallException(problem, call, null, null);
    };
  }

  /** What the body says, or what the status stands for if that is no problem. */
  private Problem problem(Response response) {
    MultivaluedMap<String, Object> headers = response.getHeaders();
    String type = String.valueOf(headers.getFirst("Content-Type"));
    if (response.hasEntity() && type.contains("json")) {
      try {
        Problem problem = json.readValue(response.readEntity(byte[].class), Problem.class);
        if (problem != null && problem.title() != null && problem.status() != 0) {
          return problem;
        }
      } catch (IOException noProblem) {
        return Problem.ofStatus(response.getStatus(), "Its body is not a problem.");
      }
    }
    return Problem.ofStatus(response.getStatus(), null);
  }
}
