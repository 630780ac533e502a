package dev.raincheck.http;

import dev.raincheck.contract.CallHeaders;
import dev.raincheck.core.Trace;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The trace context (<a href="https://www.w3.org/TR/trace-context/">W3C</a>) that is kept with a
 * call: that of the span of the submit, or without tracing here the caller's own headers.
 */
@Singleton
class TraceCapture {
  private static final Pattern PARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
  private static final Pattern STATE = Pattern.compile("[ -~]{1,512}");

  private final OpenTelemetry telemetry;

  TraceCapture(OpenTelemetry telemetry) {
    this.telemetry = telemetry;
  }

  Trace of(SubmitHeaders headers) {
    Map<String, String> own = new HashMap<>();
    if (Span.current().getSpanContext().isValid()) {
      telemetry
          .getPropagators()
          .getTextMapPropagator()
          .inject(Context.current(), own, (carrier, name, value) -> own.put(name, value));
    }
    if (own.containsKey(CallHeaders.TRACEPARENT)) {
      return new Trace(
          Optional.of(own.get(CallHeaders.TRACEPARENT)),
          Optional.ofNullable(own.get(CallHeaders.TRACESTATE)));
    }
    return headers
        .header(CallHeaders.TRACEPARENT)
        .filter(value -> PARENT.matcher(value).matches())
        .map(
            parent ->
                new Trace(
                    Optional.of(parent),
                    headers
                        .header(CallHeaders.TRACESTATE)
                        .filter(value -> STATE.matcher(value).matches())))
        .orElse(Trace.NONE);
  }
}
