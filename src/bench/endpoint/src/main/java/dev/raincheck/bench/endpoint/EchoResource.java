package dev.raincheck.bench.endpoint;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** JSON in, JSON out, on the event loop. */
@Path("/echo")
public class EchoResource {

  /** As large as what a call brings. */
  public record Work(String id, String text) {}

  @POST
  public Uni<Work> echo(Work work) {
    return Uni.createFrom().item(work);
  }
}
