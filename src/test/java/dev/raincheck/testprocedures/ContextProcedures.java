package dev.raincheck.testprocedures;

import dev.raincheck.procedure.CallContext;
import dev.raincheck.procedure.Procedure;
import io.opentelemetry.api.trace.Span;
import io.quarkus.arc.Arc;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Procedures that tell what they know about their call, and where they run. */
@Path("/test/context")
public class ContextProcedures {
  private static final Logger LOG = Logger.getLogger(ContextProcedures.class);

  private final CallContext call;

  ContextProcedures(CallContext call) {
    this.call = call;
  }

  /** What a procedure knows. */
  public record Known(
      boolean active,
      String callId,
      int attempt,
      @Nullable Long remainingMs,
      boolean cancelled,
      @Nullable Object loggedCallId,
      @Nullable Object loggedAttempt,
      String traceId,
      boolean requestScope,
      boolean eventLoop,
      String thread) {}

  private Known known() {
    LOG.info("The procedure is at work");
    return new Known(
        call.isActive(),
        call.callId().toString(),
        call.attempt(),
        call.remainingBudget().map(Duration::toMillis).orElse(null),
        call.isCancelled(),
        MDC.get("callId"),
        MDC.get("attempt"),
        Span.current().getSpanContext().getTraceId(),
        Arc.container().requestContext().isActive(),
        Context.isOnEventLoopThread(),
        Thread.currentThread().getName());
  }

  @POST
  @Path("/worker")
  @Procedure(name = "test.context.worker")
  public Known worker() {
    return known();
  }

  @POST
  @Path("/event-loop")
  @NonBlocking
  @Procedure(name = "test.context.event-loop")
  public Uni<Known> eventLoop() {
    return Uni.createFrom().item(this::known);
  }

  /** Asks again after something asynchronous. */
  @POST
  @Path("/later")
  @NonBlocking
  @Procedure(name = "test.context.later")
  public Uni<Known> later() {
    return Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(Duration.ofMillis(1))
        .map(ignored -> known());
  }

  /** Reports progress, then waits for the gate. */
  @POST
  @Path("/progress")
  @Procedure(name = "test.context.progress")
  public String progress(GatedProcedures.Pass pass) throws InterruptedException {
    call.progress(1, 10, "begun");
    call.progress(3, 10, "page 3" + "!".repeat(300));
    return pass.enter().pass();
  }

  /** Is over as soon as it has reported. */
  @POST
  @Path("/last-progress")
  @Procedure(name = "test.context.last-progress")
  public String lastProgress() {
    call.progress(9, 10, "nearly");
    call.progress(10, 10, "all");
    return "done";
  }

  @POST
  @Path("/wrong-progress")
  @Procedure(name = "test.context.wrong-progress", maxAttempts = 1)
  public String wrongProgress() {
    call.progress(-1, 10, "");
    return "never";
  }

  /** Called from Java below; no procedure itself. */
  @GET
  @Path("/from-java")
  public String fromJava() {
    return "active " + call.isActive();
  }
}
