package dev.raincheck.client;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Is configured to cancel what its caller does not want any more. */
@RegisterRestClient(configKey = "cancelling")
@RegisterProvider(AwaitResult.class)
@Path("/test/gated")
interface CancellingClient {

  @POST
  @Path("/uni")
  Uni<String> uni(GatedClient.Pass pass);
}
