package dev.raincheck.contract;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Watching and collecting calls, whatever procedure they are of. */
@Path("/calls")
@Tag(name = "Calls")
public interface CallsApi {

  /** One call, whatever its state. */
  @GET
  @Path("/{id}")
  @Operation(
      operationId = "getCall",
      summary = "Look at a call",
      description =
          "Answers with the call in whatever state; a failed call was still fetched fine. With"
              + " `Prefer: wait=N` it answers when the call ends, or after N seconds.")
  @APIResponse(
      responseCode = "200",
      description = "The call",
      headers = {
        @Header(ref = "Call-Id"),
        @Header(ref = "Call-State"),
        @Header(ref = "Retry-After"),
        @Header(ref = "Preference-Applied"),
        @Header(ref = "Vary"),
      },
      content =
          @Content(mediaType = "application/json", schema = @Schema(implementation = Call.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  Uni<Response> get(
      @Parameter(ref = "CallId") @PathParam("id") String id,
      @Parameter(ref = "Prefer") @HeaderParam(CallHeaders.PREFER) @Nullable List<String> prefer);

  /** The result of a call. */
  @GET
  @Path("/{id}/result")
  @Operation(
      operationId = "getCallResult",
      summary = "Collect the result of a call",
      description =
          "Replays the response that a synchronous call would have given: its status, media type"
              + " and body. Before the call has ended: 202 and the call. Cancelled: 410. Expired:"
              + " 504. With `Prefer: wait=N` it answers when the call ends, or after N seconds.")
  @APIResponse(
      responseCode = "200",
      description = "The result, as the procedure answered it; also with its own status",
      headers = {
        @Header(ref = "Call-Id"),
        @Header(ref = "Call-State"),
        @Header(ref = "Server-Timing"),
        @Header(ref = "Preference-Applied"),
        @Header(ref = "Vary"),
      },
      content =
          @Content(
              mediaType = "*/*",
              schema = @Schema(description = "What the procedure returned")))
  @APIResponse(responseCode = "202", ref = "Accepted")
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "410", ref = "Problem")
  @APIResponse(responseCode = "504", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  Uni<Response> result(
      @Parameter(ref = "CallId") @PathParam("id") String id,
      @Parameter(ref = "Prefer") @HeaderParam(CallHeaders.PREFER) @Nullable List<String> prefer);

  /** Ends a call. */
  @POST
  @Path("/{id}/cancel")
  @Operation(
      operationId = "cancelCall",
      summary = "Cancel a call",
      description =
          "A call that waits is CANCELLED at once. A running one is asked to stop, shows"
              + " `cancelRequested`, and is CANCELLED when it has stopped. An ended one stays as it"
              + " is.")
  @APIResponse(
      responseCode = "200",
      description = "The call",
      content =
          @Content(mediaType = "application/json", schema = @Schema(implementation = Call.class)))
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  Uni<Response> cancel(@Parameter(ref = "CallId") @PathParam("id") String id);

  /** Queues an ended call again. */
  @POST
  @Path("/{id}/retry")
  @Operation(
      operationId = "retryCall",
      summary = "Retry a call that ended without a result",
      description = "A FAILED, CANCELLED or EXPIRED call is queued again, with fresh attempts.")
  @APIResponse(responseCode = "202", ref = "Accepted")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "409", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  Uni<Response> retry(@Parameter(ref = "CallId") @PathParam("id") String id);

  /** Delivers the end of a call again. */
  @POST
  @Path("/{id}/deliver")
  @Operation(
      operationId = "deliverCall",
      summary = "Deliver the end of a call to its callback again",
      description =
          "The latest end is posted once more, under the same `webhook-id`, and tried for as long"
              + " as the first time.")
  @APIResponse(responseCode = "202", ref = "Accepted")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "409", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  Uni<Response> deliver(@Parameter(ref = "CallId") @PathParam("id") String id);

  /** Forgets an ended call. */
  @DELETE
  @Path("/{id}")
  @Operation(
      operationId = "deleteCall",
      summary = "Forget a call that has ended",
      description = "The call, its result and its idempotency key are gone.")
  @APIResponse(responseCode = "204", description = "It is forgotten")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "409", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  Uni<Response> delete(@Parameter(ref = "CallId") @PathParam("id") String id);

  /** Lists calls. */
  @GET
  @Operation(
      operationId = "listCalls",
      summary = "List calls, newest first",
      description = "Read from the same rows as everything else, so never stale.")
  @APIResponse(
      responseCode = "200",
      description = "A page; the Link header with rel=\"next\" leads to the next one",
      headers = @Header(ref = "Link"),
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = CallPage.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  Uni<Response> list(
      @Parameter(description = "Only calls of this procedure", example = "fetch")
          @QueryParam("procedure")
          @Nullable String procedure,
      @Parameter(
              description = "Only calls in this state; may be repeated",
              schema = @Schema(type = SchemaType.ARRAY, implementation = CallState.class))
          @QueryParam("state")
          @Nullable List<String> state,
      @Parameter(
              description = "Only calls created at or after this time (RFC 3339)",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("since")
          @Nullable String since,
      @Parameter(
              description = "Only calls created before this time (RFC 3339)",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("until")
          @Nullable String until,
      @Parameter(
              description = "How many at most",
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      minimum = "1",
                      maximum = "200",
                      defaultValue = "50"))
          @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "Where to go on, from the Link header of the page before")
          @QueryParam("cursor")
          @Nullable String cursor);

  /** A page of calls. */
  @Schema(name = "CallPage", requiredProperties = "items")
  record CallPage(List<Call> items) {
    public CallPage {
      items = List.copyOf(items);
    }
  }
}
