package dev.raincheck.testprocedures;

import dev.raincheck.procedure.Procedure;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Has a callback by configuration, at which nobody listens. */
@Path("/test/called-back")
public class CalledBackProcedure {

  @POST
  @Procedure(name = "test.called-back")
  public String run() {
    return "done";
  }
}
