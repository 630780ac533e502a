package dev.raincheck.client;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Procedures that run until the test lets them go on, seen from a caller. */
@RegisterRestClient(configKey = "gated")
@RegisterProvider(AwaitResult.class)
@Path("/test/gated")
interface GatedClient {

  /** As the procedure reads it. */
  record Pass(String gate, String who) {}

  @POST
  @Path("/uni")
  Uni<String> uni(Pass pass);

  @POST
  @Path("/uni")
  CompletionStage<String> stage(Pass pass);

  @POST
  @Path("/uni")
  String plain(Pass pass);

  @POST
  @Path("/uni")
  @Retry(maxRetries = 3, delay = 0, jitter = 0)
  Uni<String> retried(Pass pass);

  @POST
  @Path("/uni")
  @Timeout(700)
  Uni<String> timed(Pass pass);
}
