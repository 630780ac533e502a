package dev.raincheck.execution;

import dev.raincheck.contract.CallHeaders;
import dev.raincheck.core.Trace;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the W3C headers that are kept with a call. */
enum TraceGetter implements TextMapGetter<Trace> {
  INSTANCE;

  @Override
  public Iterable<String> keys(Trace trace) {
    return List.of(CallHeaders.TRACEPARENT, CallHeaders.TRACESTATE);
  }

  @Override
  public @Nullable String get(@Nullable Trace trace, String key) {
    if (trace == null) {
      return null;
    }
    return switch (key) {
      case CallHeaders.TRACEPARENT -> trace.parent().orElse(null);
      case CallHeaders.TRACESTATE -> trace.state().orElse(null);
      default -> null;
    };
  }
}
