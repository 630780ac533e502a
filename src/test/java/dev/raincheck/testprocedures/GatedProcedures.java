package dev.raincheck.testprocedures;

import dev.raincheck.procedure.CallContext;
import dev.raincheck.procedure.Procedure;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.concurrent.CompletionStage;

/** Procedures that run until the test lets them go on. */
@Path("/test/gated")
public class GatedProcedures {
  private final CallContext call;

  GatedProcedures(CallContext call) {
    this.call = call;
  }

  /**
   * What is sent.
   *
   * @param gate key of the gate
   * @param who is told to the gate
   */
  public record Pass(String gate, String who) {
    Gate enter() {
      Gate at = Gate.at(gate);
      at.enter(who);
      return at;
    }
  }

  @POST
  @Path("/blocking")
  @Procedure(name = "test.gated.blocking")
  public String blocking(Pass pass) throws InterruptedException {
    return interruptibly(pass);
  }

  /** One at a time. */
  @POST
  @Path("/single")
  @Procedure(name = "test.gated.single", concurrency = 1)
  public String single(Pass pass) throws InterruptedException {
    return interruptibly(pass);
  }

  /** One at a time, and two may wait. */
  @POST
  @Path("/short-queue")
  @Procedure(name = "test.gated.short-queue", concurrency = 1, queueLimit = 2)
  public String shortQueue(Pass pass) throws InterruptedException {
    return interruptibly(pass);
  }

  /** The same, for batches. */
  @POST
  @Path("/batch-queue")
  @Procedure(name = "test.gated.batch-queue", concurrency = 1, queueLimit = 2)
  public String batchQueue(Pass pass) throws InterruptedException {
    return interruptibly(pass);
  }

  /** A short time for each of two attempts. */
  @POST
  @Path("/timed")
  @Procedure(name = "test.gated.timed", timeout = "200ms", maxAttempts = 2, backoff = "1ms")
  public String timed(Pass pass) throws InterruptedException {
    return interruptibly(pass);
  }

  private static String interruptibly(Pass pass) throws InterruptedException {
    Gate gate = pass.enter();
    try {
      return gate.pass();
    } catch (InterruptedException e) {
      gate.stopped("interrupted");
      throw e;
    }
  }

  /** Hears the interrupt and goes on. */
  @POST
  @Path("/stubborn")
  @Procedure(name = "test.gated.stubborn")
  public String stubborn(Pass pass) {
    Gate gate = pass.enter();
    while (true) {
      try {
        return gate.pass();
      } catch (InterruptedException ignored) {
        gate.stopped(call.isCancelled() ? "cancelled" : "interrupted");
      }
    }
  }

  @POST
  @Path("/uni")
  @NonBlocking
  @Procedure(name = "test.gated.uni")
  public Uni<String> uni(Pass pass) {
    Gate gate = pass.enter();
    return Uni.createFrom()
        .completionStage(() -> gate.whenOpen().copy())
        .onCancellation()
        .invoke(() -> gate.stopped("cancelled"));
  }

  @POST
  @Path("/stage")
  @NonBlocking
  @Procedure(name = "test.gated.stage")
  public CompletionStage<String> stage(Pass pass) {
    return pass.enter().whenOpen().copy();
  }
}
