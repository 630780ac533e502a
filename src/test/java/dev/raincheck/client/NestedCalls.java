package dev.raincheck.client;

import dev.raincheck.procedure.Procedure;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** Makes a call for each request that it gets, of a service that the request names. */
@Path("/test/nested")
public class NestedCalls {

  /** As an ordinary service does. */
  @POST
  @Path("/plain")
  public Uni<String> plain(String service) {
    return call(service);
  }

  /** As a procedure does. */
  @POST
  @Path("/procedure")
  @Procedure(name = "test.nested")
  public Uni<String> procedure(String service) {
    return call(service);
  }

  private static Uni<String> call(String service) {
    return RestClientBuilder.newBuilder()
        .baseUri(URI.create(service))
        .build(PlainClient.class)
        .work("in");
  }
}
