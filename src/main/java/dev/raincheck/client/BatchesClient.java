package dev.raincheck.client;

import dev.raincheck.contract.Awaiting;
import dev.raincheck.contract.Batch;
import dev.raincheck.contract.BatchRequest;
import dev.raincheck.contract.BatchResult;
import dev.raincheck.contract.BatchesApi;
import dev.raincheck.contract.CallHeaders;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.client.SseEvent;
import org.jspecify.annotations.Nullable;

/**
 * The resources under {@code /batches} of the service at {@code quarkus.rest-client.raincheck.url}.
 * {@link Batches} is the convenient way to them. For a service under another configuration key,
 * extend it, as {@link CallsClient} says, and give it to {@link Batches#at}.
 */
@RegisterRestClient(configKey = "raincheck")
// That of BatchesApi counts no more once there is a method here.
@Path("/batches")
@RegisterProvider(AwaitResult.class)
// In a native image nobody else would know that they are read from JSON, or written.
@RegisterForReflection(
    targets = {
      Awaiting.class,
      Batch.class,
      Batch.Links.class,
      BatchRequest.class,
      BatchRequest.Member.class,
      BatchResult.class
    })
public interface BatchesClient extends BatchesApi {

  /**
   * The events of a batch, as they come over one connection; {@link BatchHandle#events} follows
   * them through others.
   *
   * @param lastEventId id of the last event that was read
   */
  @GET
  @Path("/{id}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  Multi<SseEvent<String>> events(
      @PathParam("id") String id,
      @HeaderParam(CallHeaders.LAST_EVENT_ID) @Nullable String lastEventId);
}
