package dev.raincheck.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.contract.BatchResult;
import dev.raincheck.contract.CallException;
import dev.raincheck.contract.CallState;
import dev.raincheck.contract.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the calls of a batch have come to, all together: their values, or why there are none. */
record BatchOutcome(List<BatchResult> results, ObjectMapper json) {

  /** The values in their order; throws what the first failure is as an exception. */
  <T> List<T> values(Function<Object, T> reader) {
    // What a failure has cancelled is not the reason.
    fail(result -> result.state() == CallState.FAILED || result.state() == CallState.EXPIRED);
    fail(result -> result.state() != CallState.SUCCEEDED);
    List<@Nullable T> values = new ArrayList<>(results.size());
    for (BatchResult result : results) {
      values.add(result.body() == null ? null : reader.apply(result.body()));
    }
    return Collections.unmodifiableList(values);
  }

  private void fail(Predicate<BatchResult> failed) {
    results.stream()
        .filter(failed)
        .findFirst()
        .ifPresent(
            result -> {
              throw exception(result);
            });
  }

  private CallException exception(BatchResult result) {
    Problem problem = problem(result);
    CallState state = result.state();
    if (state == CallState.EXPIRED) {
      return new CallException.Expired(problem, result.callId());
    } else if (state == CallState.CANCELLED) {
      return new CallException.Cancelled(problem, result.callId());
    } else if (state == null) {
      return new CallException.Lost(problem, result.callId());
    }
    return new CallException(problem, result.callId(), null, null);
  }

  private Problem problem(BatchResult result) {
    if (Problem.MEDIA_TYPE.equals(result.contentType()) && result.bodyEncoding() == null) {
      try {
        Problem problem = json.convertValue(result.body(), Problem.class);
        if (problem.title() != null && problem.status() != 0) {
          return problem;
        }
      } catch (IllegalArgumentException noProblem) {
        return Problem.ofStatus(result.status(), "Its body is not a problem.");
      }
    }
    return Problem.ofStatus(result.status(), null);
  }
}
