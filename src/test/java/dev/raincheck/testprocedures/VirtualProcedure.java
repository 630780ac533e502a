package dev.raincheck.testprocedures;

import dev.raincheck.procedure.CallContext;
import dev.raincheck.procedure.Procedure;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Says on what kind of thread it runs, and for which attempt. */
@Path("/test/virtual")
class VirtualProcedure {
  private final CallContext context;

  VirtualProcedure(CallContext context) {
    this.context = context;
  }

  @POST
  @Procedure(name = "test.virtual", virtualThread = true)
  public String run() {
    return Thread.currentThread() + " attempt " + context.attempt();
  }
}
