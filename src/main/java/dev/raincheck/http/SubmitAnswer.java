package dev.raincheck.http;

import dev.raincheck.admission.Admitted;
import dev.raincheck.admission.CallControl;
import dev.raincheck.contract.CallHeaders;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.Trace;
import dev.raincheck.delivery.Collector;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;

/** Answers a submit: with the result if it is there in time, else with the handle. */
@ApplicationScoped
class SubmitAnswer {
  private final Collector collector;
  private final CallControl control;
  private final CallResponses responses;
  private final TraceCapture traces;

  SubmitAnswer(
      Collector collector, CallControl control, CallResponses responses, TraceCapture traces) {
    this.collector = collector;
    this.control = control;
    this.responses = responses;
    this.traces = traces;
  }

  /** The trace context that is kept with the call. */
  Trace trace(SubmitHeaders headers) {
    return traces.of(headers);
  }

  /**
   * The answer to a request that is stored.
   *
   * @param wish how long the caller is willing to wait
   */
  Uni<Response> to(Admitted admitted, Optional<Duration> wish) {
    Optional<Duration> granted = wish.map(collector::granted);
    return granted
        .filter(wait -> !wait.isZero())
        .map(wait -> resultOrHandle(admitted, wait))
        .orElseGet(() -> row(admitted).map(responses::accepted))
        .map(
            response -> {
              response.header(HttpHeaders.VARY, CallHeaders.PREFER);
              granted.ifPresent(wait -> responses.applied(response, wait));
              if (admitted instanceof Admitted.Earlier) {
                response.header(CallHeaders.IDEMPOTENCY_REPLAYED, true);
              }
              return response.build();
            });
  }

  private Uni<Response.ResponseBuilder> resultOrHandle(Admitted admitted, Duration wait) {
    return collector
        .collect(admitted.id(), wait)
        .flatMap(
            ended ->
                ended
                    .map(call -> Uni.createFrom().item(responses.inline(call)))
                    .orElseGet(() -> control.find(admitted.id()).map(responses::accepted)));
  }

  private Uni<CallRow> row(Admitted admitted) {
    return admitted instanceof Admitted.Fresh fresh
        ? Uni.createFrom().item(fresh.row())
        : control.find(admitted.id());
  }
}
