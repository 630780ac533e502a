package dev.raincheck.http;

import dev.raincheck.admission.BatchControl;
import dev.raincheck.contract.CallHeaders;
import dev.raincheck.delivery.BatchEventId;
import dev.raincheck.delivery.BatchStreams;
import dev.raincheck.security.Rights;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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

/** The events of batches, over HTTP; apart from {@code BatchesApi} as those of calls are. */
@Path("/batches")
@Tag(name = "Batches")
class BatchEventsResource {
  private final BatchControl control;
  private final BatchStreams streams;
  private final EventResponses responses;

  BatchEventsResource(BatchControl control, BatchStreams streams, EventResponses responses) {
    this.control = control;
    this.streams = streams;
    this.responses = responses;
  }

  /** How far a batch is, as it goes on. */
  @RolesAllowed({Rights.READ, Rights.OPERATE})
  @GET
  @Path("/{id}/events")
  @Operation(
      operationId = "getBatchEvents",
      summary = "Follow a batch by server-sent events",
      description =
          "An event `state` tells how many of its calls are in which state, now and whenever that"
              + " has changed, a few times a second at most. The stream ends when the batch has."
              + " Comments show meanwhile that it is alive. After a cut, `Last-Event-ID` goes on"
              + " where it was, on any replica.")
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
                      description = "The data of each event is a Batch as JSON"),
              examples =
                  @ExampleObject(
                      name = "events",
                      value =
                          "retry: 1200\n\n"
                              + "id: 1-1-0-0-0-0\nevent: state\ndata: {\"state\":\"RUNNING\"}\n\n"
                              + ":\n\n"
                              + "id: 0-0-2-0-0-0-ended\nevent: state\n"
                              + "data: {\"state\":\"SUCCEEDED\"}\n\n")))
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public Uni<Response> events(
      @Parameter(ref = "BatchId") @PathParam("id") String id,
      @Parameter(
              description = "`id` of the last event that was read; what differs from it follows",
              example = "1-1-0-0-0-0")
          @HeaderParam(CallHeaders.LAST_EVENT_ID)
          @Nullable String lastEventId) {
    UUID batch = CallsResource.id(id, "batch");
    BatchEventId told = new BatchEventId(lastEventId == null ? "" : lastEventId);
    return control.find(batch).map(row -> responses.of(batch, streams.of(batch, told)));
  }
}
