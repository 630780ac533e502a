package dev.raincheck.docs;

import dev.raincheck.procedure.Procedure;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

@Path("/greetings/{name}")
class GreetingResource {
  record Greeting(String text) {}

  @POST
  @Procedure(name = "greet", maxAttempts = 3, timeout = "10s")
  public Greeting greet(@PathParam("name") String name) {
    return new Greeting("Hello, " + name + "!");
  }
}
