package dev.raincheck.client;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.CallsApi;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.client.SseEvent;
import org.jspecify.annotations.Nullable;

/**
 * The resources under {@code /calls} of the service at {@code quarkus.rest-client.raincheck.url}.
 * {@link Calls} is the convenient way to them. For a service under another configuration key, or
 * with filters of your own, extend it: {@code @RegisterRestClient(configKey =
 * "billing") @RegisterProvider(AwaitResult.class) interface BillingCalls extends CallsClient {}},
 * and give it to {@link Calls#at}.
 */
@RegisterRestClient(configKey = "raincheck")
// That of CallsApi counts no more once there is a method here.
@Path("/calls")
@RegisterProvider(AwaitResult.class)
// In a native image nobody else would know that they are read from JSON.
@RegisterForReflection(
    targets = {
      Call.class,
      Call.Attempt.class,
      Call.Delivery.class,
      Call.Failure.class,
      Call.Links.class,
      Call.Progress.class,
      Call.Timing.class,
      CallsApi.CallPage.class
    })
public interface CallsClient extends CallsApi {

  /**
   * The events of a call, as they come over one connection; {@link CallHandle#events} follows them
   * through others.
   *
   * @param lastEventId id of the last event that was read
   */
  @GET
  @Path("/{id}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  Multi<SseEvent<String>> events(
      @PathParam("id") String id,
      @HeaderParam(CallHeaders.LAST_EVENT_ID) @Nullable String lastEventId);

  /**
   * The events of all of one's calls, as they come over one connection; {@link Calls#events}
   * follows them through others.
   *
   * @param procedure only of calls of this one; null: of all
   * @param lastEventId id of the last event that was read
   */
  @GET
  @Path("/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  Multi<SseEvent<String>> eventsOfAll(
      @QueryParam("procedure") @Nullable String procedure,
      @HeaderParam(CallHeaders.LAST_EVENT_ID) @Nullable String lastEventId);
}
