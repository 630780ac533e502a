package dev.raincheck.execution;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** What stands around the method of a procedure in an attempt: its span, and its breaker. */
@ApplicationScoped
class Wrappings {
  private final Guards guards;
  private final OpenTelemetry telemetry;
  private final Tracer tracer;

  Wrappings(Guards guards, OpenTelemetry telemetry, Tracer tracer) {
    this.guards = guards;
    this.telemetry = telemetry;
    this.tracer = tracer;
  }

  /** The method, wrapped; it starts on the thread that subscribes. */
  Uni<Object> around(Attempt attempt, Uni<Object> method) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Span span = span(attempt);
              // Kept in the attempt's own Vert.x context, so it holds for all that the method does.
              Scope scope = span.makeCurrent();
              return guards
                  .around(attempt.procedure().name(), method)
                  .onFailure()
                  .invoke(failure -> span.recordException(failure).setStatus(StatusCode.ERROR))
                  .onTermination()
                  .invoke(
                      () -> {
                        scope.close();
                        span.end();
                      });
            });
  }

  /** Continues the caller's trace, and links to the request that submitted the call. */
  private Span span(Attempt attempt) {
    Context submitted =
        telemetry
            .getPropagators()
            .getTextMapPropagator()
            .extract(Context.root(), attempt.call().trace(), TraceGetter.INSTANCE);
    return tracer
        .spanBuilder("attempt " + attempt.procedure().name())
        .setSpanKind(SpanKind.CONSUMER)
        .setParent(submitted)
        .addLink(Span.fromContext(submitted).getSpanContext())
        .setAttribute("raincheck.procedure", attempt.procedure().name())
        .setAttribute("raincheck.call.id", attempt.call().id().toString())
        .setAttribute("raincheck.attempt", attempt.call().attempt())
        .startSpan();
  }
}
