package dev.raincheck.testprocedures;

import dev.raincheck.procedure.Procedure;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** A procedure that is declared by an interface. */
@Path("/test/greetings")
public interface GreetingApi {

  @GET
  @Path("/{name}")
  @Procedure(name = "test.greeting", maxAttempts = 2)
  Uni<String> greet(@PathParam("name") @Size(min = 2) String name);
}
