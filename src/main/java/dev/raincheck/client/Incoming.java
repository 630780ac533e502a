package dev.raincheck.client;

import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.WireDuration;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the request that this thread works on has brought for the calls that are made for it: the
 * rest of its budget, and its trace. Kept in the Vert.x context of the request (or of the attempt,
 * in a service that hosts procedures), so it goes where that goes.
 */
record Incoming(Optional<Duration> remaining, Map<String, String> trace) {

  /** Of the Vert.x context of this thread; nothing, if it is none of a request. */
  static Incoming current() {
    if (!VertxContext.isOnDuplicatedContext()) {
      return new Incoming(Optional.empty(), Map.of());
    }
    Map<String, String> trace = new HashMap<>();
    for (String name : new String[] {CallHeaders.TRACEPARENT, CallHeaders.TRACESTATE}) {
      ContextLocals.<String>get(name).ifPresent(value -> trace.put(name, value));
    }
    return new Incoming(
        ContextLocals.<Long>get(CallHeaders.OPERATION_TIMEOUT)
            .map(deadline -> Duration.ofNanos(Math.max(1, deadline - System.nanoTime()))),
        trace);
  }

  /** Keeps what a request to this service has brought. */
  @Provider
  @PreMatching
  public static class Filter implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
      if (!VertxContext.isOnDuplicatedContext()) {
        return;
      }
      String budget = request.getHeaderString(CallHeaders.OPERATION_TIMEOUT);
      if (budget != null) {
        keepDeadline(budget);
      }
      for (String name : new String[] {CallHeaders.TRACEPARENT, CallHeaders.TRACESTATE}) {
        String value = request.getHeaderString(name);
        if (value != null) {
          ContextLocals.put(name, value);
        }
      }
    }

    private static void keepDeadline(String budget) {
      try {
        ContextLocals.put(
            CallHeaders.OPERATION_TIMEOUT,
            System.nanoTime() + WireDuration.parse(budget).toNanos());
      } catch (DateTimeException | ArithmeticException malformed) {
        // A service that is not about calls may mean something else by that header.
        return;
      }
    }
  }
}
