package dev.raincheck.http;

import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.EndedCall;
import dev.raincheck.core.Lifecycle;
import dev.raincheck.core.Policies;
import dev.raincheck.core.QueueView;
import dev.raincheck.core.StoredResponse;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;

/** Writes calls and their results as responses. */
@Singleton
class CallResponses {
  private final CallViews views;
  private final QueueView queue;
  private final Policies policies;

  CallResponses(CallViews views, QueueView queue, Policies policies) {
    this.views = views;
    this.queue = queue;
    this.policies = policies;
  }

  /** 202 and the handle. */
  Response.ResponseBuilder accepted(CallRow row) {
    return call(Response.Status.ACCEPTED, row)
        .header(HttpHeaders.LOCATION, views.self(row.id()))
        .header(
            HttpHeaders.LINK,
            "<"
                + views.result(row.id())
                + ">; rel=\"result\", <"
                + views.events(row.id())
                + ">; rel=\"monitor\"");
  }

  /** 200 and the call. */
  Response.ResponseBuilder call(CallRow row) {
    return call(Response.Status.OK, row);
  }

  private Response.ResponseBuilder call(Response.Status status, CallRow row) {
    Response.ResponseBuilder response =
        about(Response.status(status), row)
            .type(MediaType.APPLICATION_JSON)
            .entity(views.call(row));
    if (!row.state().isFinal()) {
      response.header(HttpHeaders.RETRY_AFTER, predicted(row).toSeconds());
    }
    return response;
  }

  /** When to ask again: at the next attempt if the call backs off, else at its predicted end. */
  private Duration predicted(CallRow row) {
    Duration end =
        policies.names().contains(row.procedure())
            ? queue.predictedEnd(row.procedure())
            : Duration.ofSeconds(1);
    Duration start =
        row.queueAt().map(at -> Duration.between(row.readAt(), at)).orElse(Duration.ZERO);
    return start.isNegative() ? end : end.plus(start);
  }

  /** The result, in answer to the submit itself. */
  Response.ResponseBuilder inline(EndedCall call) {
    return result(call).header(HttpHeaders.CONTENT_LOCATION, views.result(call.row().id()));
  }

  /** The result: the response that a synchronous call would have given. */
  Response.ResponseBuilder result(EndedCall call) {
    return call.response()
        .map(stored -> replayed(call.row(), stored))
        .orElseGet(() -> unreadable(call.row()));
  }

  private Response.ResponseBuilder replayed(CallRow row, StoredResponse stored) {
    Response.ResponseBuilder response =
        about(Response.status(stored.status()), row).header(CallHeaders.SERVER_TIMING, timing(row));
    stored
        .headers()
        .forEach((name, values) -> values.forEach(value -> response.header(name, value)));
    Optional<Problem> problem =
        stored.mediaType() == null && stored.status() >= 400
            ? Lifecycle.problemOf(row.state(), row.failure())
            : Optional.empty();
    if (problem.isPresent()) {
      shown(response, problem.get(), row);
    } else if (stored.mediaType() != null) {
      response.header(HttpHeaders.CONTENT_TYPE, stored.mediaType()).entity(stored.body());
    }
    return response;
  }

  private Response.ResponseBuilder unreadable(CallRow row) {
    Problem problem =
        Problem.of(ProblemType.CALL_UNREADABLE, "Its result cannot be read any more.");
    return shown(about(Response.status(problem.status()), row), problem, row);
  }

  private Response.ResponseBuilder shown(
      Response.ResponseBuilder response, Problem problem, CallRow row) {
    return response
        .type(Problem.MEDIA_TYPE)
        .entity(problem.about(views.self(row.id()), row.attempt()));
  }

  private static Response.ResponseBuilder about(Response.ResponseBuilder response, CallRow row) {
    return response
        .header(CallHeaders.CALL_ID, row.id())
        .header(CallHeaders.CALL_STATE, row.state().name());
  }

  /** Tells that a wish to wait was granted. */
  void applied(Response.ResponseBuilder response, Duration wait) {
    response.header(CallHeaders.PREFERENCE_APPLIED, "wait=" + wait.toSeconds());
  }

  /** Server-Timing (W3C): the server's share of the time, in milliseconds. */
  private static String timing(CallRow row) {
    Duration store = row.total().minus(row.queued()).minus(row.running());
    return "queue;dur="
        + CallViews.plainMillis(row.queued())
        + ", run;dur="
        + CallViews.plainMillis(row.running())
        + ", store;dur="
        + CallViews.plainMillis(store.isNegative() ? Duration.ZERO : store);
  }
}
