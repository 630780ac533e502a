package dev.raincheck.http;

import dev.raincheck.contract.CallHeaders;
import dev.raincheck.core.CallScope;
import dev.raincheck.core.CurrentCaller;
import dev.raincheck.core.FeedPlace;
import dev.raincheck.delivery.Feed;
import dev.raincheck.security.Rights;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The events of all calls that exist for who asks, over HTTP. */
@Path("/calls")
@Tag(name = "Calls")
class FeedResource {
  private final CurrentCaller currentCaller;
  private final Feed feed;
  private final EventResponses responses;

  FeedResource(CurrentCaller currentCaller, Feed feed, EventResponses responses) {
    this.currentCaller = currentCaller;
    this.feed = feed;
    this.responses = responses;
  }

  /** What happens to calls, as it happens. */
  @RolesAllowed({Rights.READ, Rights.OPERATE})
  @GET
  @Path("/events")
  @Operation(
      operationId = "getEventsOfCalls",
      summary = "Follow one's calls by server-sent events",
      description =
          "What happens to calls from now on, on any replica: each event `state` has the call as it"
              + " is then. Every end is told, once, and has an `id`; after a cut, `Last-Event-ID`"
              + " goes on with the ends since then, on any replica. What happens to calls that have"
              + " not ended has no `id` and is not told again; of what happens in quick succession"
              + " only the latest is told. The stream does not end. Comments show meanwhile that it"
              + " is alive; they too have an `id`, with which to go on.")
  @APIResponse(
      responseCode = "200",
      description = "The events, as they happen",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      description = "The data of each event is a Call as JSON"),
              examples =
                  @ExampleObject(
                      name = "events",
                      value =
                          "retry: 1200\n\n"
                              + "id: 5120-00000000-0000-0000-0000-000000000000\n: alive\n\n"
                              + "event: state\n"
                              + "data: {\"id\":\"0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d\","
                              + "\"state\":\"RUNNING\"}\n\n"
                              + "id: 5123-0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d\nevent: state\n"
                              + "data: {\"id\":\"0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d\","
                              + "\"state\":\"SUCCEEDED\"}\n\n")))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public Uni<Response> events(
      @Parameter(description = "Only calls of this procedure", example = "fetch")
          @QueryParam("procedure")
          @Nullable String procedure,
      @Parameter(
              description = "`id` of the last event that was read; the ends after it follow",
              example = "5123-0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d")
          @HeaderParam(CallHeaders.LAST_EVENT_ID)
          @Nullable String lastEventId) {
    CurrentCaller.Viewer viewer = currentCaller.viewer();
    CallScope scope =
        new CallScope(
            viewer.seesAll() ? Optional.empty() : Optional.of(viewer.caller()),
            CallPages.procedure(procedure));
    Optional<FeedPlace> from = Optional.ofNullable(lastEventId).flatMap(FeedPlace::parse);
    return Uni.createFrom().item(responses.of(feed.of(scope, from)));
  }
}
