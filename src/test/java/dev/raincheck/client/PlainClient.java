package dev.raincheck.client;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;

/** A client that only builders make, with credentials of its own. */
@RegisterProvider(AwaitResult.class)
@RegisterProvider(PlainClient.Token.class)
@ClientHeaderParam(name = "X-Tenant", value = "acme")
@Path("/work")
interface PlainClient {

  @POST
  Uni<String> work(String input);

  @POST
  String waitedFor(String input);

  @POST
  Uni<String> keyed(@HeaderParam("Idempotency-Key") String key, String input);

  /** A token for each request, as if it expired at once. */
  class Token implements ClientRequestFilter {
    static final AtomicInteger MADE = new AtomicInteger();
    static final AtomicInteger ON_EVENT_LOOPS = new AtomicInteger();

    @Override
    public void filter(ClientRequestContext request) {
      if (Context.isOnEventLoopThread()) {
        ON_EVENT_LOOPS.incrementAndGet();
      }
      request.getHeaders().putSingle("Authorization", "Bearer " + MADE.incrementAndGet());
    }
  }
}
