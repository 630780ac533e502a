package dev.raincheck.http;

import dev.raincheck.admission.Admitted;
import dev.raincheck.admission.CallControl;
import dev.raincheck.contract.CallHeaders;
import dev.raincheck.core.Trace;
import dev.raincheck.delivery.Collector;
import dev.raincheck.security.Callers;
import dev.raincheck.security.Submitter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Answers a submit: with the result if it is there in time, else with the handle. */
@ApplicationScoped
class SubmitAnswer {
  private final Collector collector;
  private final CallControl control;
  private final CallResponses responses;
  private final TraceCapture traces;
  private final Callers callers;

  SubmitAnswer(
      Collector collector,
      CallControl control,
      CallResponses responses,
      TraceCapture traces,
      Callers callers) {
    this.collector = collector;
    this.control = control;
    this.responses = responses;
    this.traces = traces;
    this.callers = callers;
  }

  /** The trace context that is kept with the call. */
  Trace trace(SubmitHeaders headers) {
    return traces.of(headers);
  }

  /** Who sends the request, and will own the call. */
  Submitter submitter() {
    return callers.submitter();
  }

  /**
   * The answer to a request that is stored.
   *
   * @param submitter who sent it
   * @param wish how long the caller is willing to wait
   */
  Uni<Response> to(Admitted admitted, Submitter submitter, Optional<Duration> wish) {
    Optional<Duration> granted = wish.map(collector::granted);
    if (granted.filter(wait -> !wait.isZero()).isPresent()) {
      return resultOrHandle(admitted.id(), submitter, granted.get())
          .map(response -> finished(response, admitted, granted));
    } else if (admitted instanceof Admitted.Fresh fresh) {
      return Uni.createFrom().item(finished(responses.accepted(fresh.row()), admitted, granted));
    }
    return control
        .find(admitted.id(), submitter.viewer())
        .map(row -> finished(responses.accepted(row), admitted, granted));
  }

  private Response finished(
      Response.ResponseBuilder response, Admitted admitted, Optional<Duration> granted) {
    response.header(HttpHeaders.VARY, CallHeaders.PREFER);
    granted.ifPresent(wait -> responses.applied(response, wait));
    if (admitted instanceof Admitted.Earlier) {
      response.header(CallHeaders.IDEMPOTENCY_REPLAYED, true);
    }
    return response.build();
  }

  private Uni<Response.ResponseBuilder> resultOrHandle(
      UUID call, Submitter submitter, Duration wait) {
    return collector
        .collect(call, wait)
        .flatMap(
            ended ->
                ended
                    .map(found -> Uni.createFrom().item(responses.inline(found)))
                    .orElseGet(
                        () -> control.find(call, submitter.viewer()).map(responses::accepted)));
  }
}
