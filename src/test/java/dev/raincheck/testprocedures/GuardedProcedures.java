package dev.raincheck.testprocedures;

import dev.raincheck.procedure.Procedure;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** Procedures with annotations of MicroProfile Fault Tolerance. */
@Path("/test/guarded")
@Singleton
public class GuardedProcedures {

  /**
   * What is sent.
   *
   * @param gate key of the gate
   * @param failures how many executions fail
   */
  public record Guarded(String gate, int failures) {}

  @POST
  @Path("/retry")
  @Retry(maxRetries = 3, delay = 0, jitter = 0)
  @Procedure(name = "test.guarded.retry", maxAttempts = 2, backoff = "1ms")
  public String retry(Guarded guarded) {
    return run(guarded);
  }

  @POST
  @Path("/timeout")
  @Timeout(100)
  @Procedure(name = "test.guarded.timeout", maxAttempts = 1)
  public String timeout(Guarded guarded) throws InterruptedException {
    Gate gate = Gate.at(guarded.gate());
    gate.enter("timeout");
    return gate.pass();
  }

  @POST
  @Path("/timeout-uni")
  @NonBlocking
  @Timeout(100)
  @Procedure(name = "test.guarded.timeout-uni", maxAttempts = 1)
  public Uni<String> timeoutUni(Guarded guarded) {
    Gate gate = Gate.at(guarded.gate());
    gate.enter("timeout");
    return Uni.createFrom().completionStage(() -> gate.whenOpen().copy());
  }

  @POST
  @Path("/breaker")
  @CircuitBreaker(requestVolumeThreshold = 2, failureRatio = 1, delay = 500)
  @Procedure(name = "test.guarded.breaker", maxAttempts = 3, backoff = "1ms", concurrency = 1)
  public String breaker(Guarded guarded) {
    return run(guarded);
  }

  @POST
  @Path("/bulkhead")
  @Bulkhead(1)
  @Procedure(name = "test.guarded.bulkhead", maxAttempts = 1)
  public String bulkhead(Guarded guarded) throws InterruptedException {
    Gate gate = Gate.at(guarded.gate());
    gate.enter("bulkhead");
    return gate.pass();
  }

  @POST
  @Path("/fallback")
  @Fallback(fallbackMethod = "instead")
  @Procedure(name = "test.guarded.fallback", maxAttempts = 1)
  public String fallback(Guarded guarded) {
    return run(guarded);
  }

  String instead(Guarded guarded) {
    return "instead";
  }

  private static String run(Guarded guarded) {
    Gate gate = Gate.at(guarded.gate());
    gate.enter("execution");
    if (gate.executions() <= guarded.failures()) {
      throw new IllegalStateException("execution " + gate.executions());
    }
    return "execution " + gate.executions();
  }
}
