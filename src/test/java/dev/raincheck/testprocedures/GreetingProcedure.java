package dev.raincheck.testprocedures;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Carries nothing but the interface. */
@NonBlocking
public class GreetingProcedure implements GreetingApi {

  @Override
  public Uni<String> greet(String name) {
    return Uni.createFrom().item("Hello " + name);
  }

  /** An ordinary resource that calls the procedure's bean from Java. */
  @Path("/test/plain-greetings")
  public static class Plain {
    private final GreetingProcedure greeting;

    Plain(GreetingProcedure greeting) {
      this.greeting = greeting;
    }

    @GET
    @Path("/{name}")
    public Uni<String> greet(@PathParam("name") String name) {
      return greeting.greet(name);
    }
  }
}
