package dev.raincheck.http;

import dev.raincheck.admission.CallControl;
import dev.raincheck.contract.CallHeaders;
import dev.raincheck.core.EventId;
import dev.raincheck.delivery.EventStreams;
import dev.raincheck.security.Rights;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The events of calls, over HTTP. No part of {@code CallsApi}: each side has a type of its own for
 * a response that is read while it is written.
 */
@Path("/calls")
@Tag(name = "Calls")
class EventsResource {
  private final CallControl control;
  private final EventStreams streams;
  private final EventResponses responses;

  EventsResource(CallControl control, EventStreams streams, EventResponses responses) {
    this.control = control;
    this.streams = streams;
    this.responses = responses;
  }

  /** What happens to a call, as it happens. */
  @RolesAllowed({Rights.READ, Rights.OPERATE})
  @GET
  @Path("/{id}/events")
  @Operation(
      operationId = "getCallEvents",
      summary = "Follow a call by server-sent events",
      description =
          "Every transition so far and every further one is an event `state`, every newer report of"
              + " progress an event `progress`, each with the call as it was then. The stream ends"
              + " after the final state. Comments show meanwhile that it is alive. After a cut,"
              + " `Last-Event-ID` goes on where it was, on any replica; a browser's `EventSource`"
              + " does so by itself.")
  @APIResponse(
      responseCode = "200",
      description = "The events, as they happen",
      headers = @Header(ref = "Call-Id"),
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
                              + "id: 1\nevent: state\ndata: {\"state\":\"QUEUED\"}\n\n"
                              + "id: 2\nevent: state\ndata: {\"state\":\"RUNNING\"}\n\n"
                              + "id: 2.1\nevent: progress\ndata: {\"state\":\"RUNNING\"}\n\n"
                              + ":\n\n"
                              + "id: 3\nevent: state\ndata: {\"state\":\"SUCCEEDED\"}\n\n")))
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public Uni<Response> events(
      @Parameter(ref = "CallId") @PathParam("id") String id,
      @Parameter(
              description = "`id` of the last event that was read; those after it follow",
              example = "2.1")
          @HeaderParam(CallHeaders.LAST_EVENT_ID)
          @Nullable String lastEventId) {
    UUID call = CallsResource.id(id);
    EventId told = Optional.ofNullable(lastEventId).flatMap(EventId::parse).orElse(EventId.START);
    return control.find(call).map(row -> responses.of(call, streams.of(call, told)));
  }
}
