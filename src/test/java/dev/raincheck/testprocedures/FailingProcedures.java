package dev.raincheck.testprocedures;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.procedure.CallContext;
import dev.raincheck.procedure.Procedure;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Procedures that fail as often as they are told to. */
@Path("/test/failing")
public class FailingProcedures {
  private final CallContext call;

  FailingProcedures(CallContext call) {
    this.call = call;
  }

  /**
   * What is sent.
   *
   * @param times how many attempts fail
   * @param status with which
   * @param retryAfter header of the failure
   * @param gate told of every attempt, if there is one
   */
  public record Plan(int times, int status, @Nullable String retryAfter, @Nullable String gate) {}

  @POST
  @Path("/status")
  @Procedure(name = "test.failing.status", maxAttempts = 3, backoff = "1ms", maxBackoff = "2ms")
  public String status(Plan plan) {
    if (plan.gate() != null) {
      Gate.at(plan.gate()).enter("attempt " + call.attempt());
    }
    if (call.attempt() <= plan.times()) {
      Response.ResponseBuilder response = Response.status(plan.status());
      if (plan.retryAfter() != null) {
        response.header("Retry-After", plan.retryAfter());
      }
      throw new WebApplicationException(response.build());
    }
    return "attempt " + call.attempt();
  }

  /** Its first failure is followed by a long wait. */
  @POST
  @Path("/problem")
  @Procedure(name = "test.failing.problem", maxAttempts = 2, backoff = "1ms")
  public String problem(Plan plan) {
    throw new ProblemException(
        Problem.of(ProblemType.UPSTREAM_FAILED, "The other side is down.")
            .with("upstreamStatus", plan.status()));
  }

  /** Returns the failure instead of throwing it. */
  @POST
  @Path("/returned")
  @Procedure(name = "test.failing.returned", maxAttempts = 2, backoff = "1ms")
  public Response returned(Plan plan) {
    if (call.attempt() > plan.times()) {
      return Response.ok("attempt " + call.attempt()).build();
    }
    return Response.status(plan.status()).entity("no " + call.attempt()).build();
  }

  /** Behind a circuit breaker, by configuration. */
  @POST
  @Path("/breaker")
  @Procedure(name = "test.breaker", maxAttempts = 2, backoff = "1ms", concurrency = 1)
  public String breaker(Plan plan) {
    return status(plan);
  }

  @POST
  @Path("/overridden")
  @Procedure(name = "test.overridden", maxAttempts = 2, timeout = "5s", retention = "1h")
  public String overridden(Plan plan) {
    return status(plan);
  }

  /** Is forgotten soon. */
  @POST
  @Path("/short-lived")
  @Procedure(name = "test.short-lived", retention = "100ms")
  public String shortLived(Plan plan) {
    return "soon gone";
  }
}
