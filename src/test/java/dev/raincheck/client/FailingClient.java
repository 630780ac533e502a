package dev.raincheck.client;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** Procedures that fail as often as they are told to, seen from a caller. */
@RegisterRestClient(configKey = "gated")
@RegisterProvider(AwaitResult.class)
@RegisterProvider(FailingClient.TeapotMapper.class)
@Path("/test/failing")
interface FailingClient {

  /** As the procedure reads it. */
  record Plan(int times, int status, @Nullable String retryAfter, @Nullable String gate) {}

  @POST
  @Path("/status")
  Uni<String> status(Plan plan);

  @POST
  @Path("/status")
  @Retry(maxRetries = 3, delay = 0, jitter = 0)
  Uni<String> retried(Plan plan);

  @POST
  @Path("/overridden")
  Uni<String> shortLived(Plan plan);

  /** What the interface makes of 418. */
  class Teapot extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Teapot(String message) {
      super(message);
    }
  }

  /** Makes it. */
  class TeapotMapper implements ResponseExceptionMapper<Teapot> {
    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
      return status == 418;
    }

    @Override
    public Teapot toThrowable(Response response) {
      return new Teapot(response.getStatus() + " " + response.readEntity(String.class));
    }
  }
}
