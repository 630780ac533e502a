package dev.raincheck.core;

import java.util.Optional;

/**
 * W3C trace context, kept with a call as it came.
 *
 * @param parent value of {@code traceparent}
 * @param state value of {@code tracestate}
 */
public record Trace(Optional<String> parent, Optional<String> state) {
  public static final Trace NONE = new Trace(Optional.empty(), Optional.empty());
}
