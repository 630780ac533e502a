package dev.raincheck.contract;

import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Many calls under one handle. */
@Path("/batches")
@Tag(name = "Batches")
public interface BatchesApi {
  /** Results one a line, rather than as one array. */
  String NDJSON = "application/x-ndjson";

  /** Stores many calls. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "submitBatch",
      summary = "Submit many calls at once",
      description =
          "All calls are stored, or none. Those headers that say how and when to run hold for each"
              + " of them; the idempotency key and the callback are the batch's. With"
              + " `Prefer: wait=N` the gathered results are the answer, if they come within N"
              + " seconds.")
  @APIResponse(responseCode = "202", ref = "AcceptedBatch")
  @APIResponse(responseCode = "200", ref = "Gathered")
  @APIResponse(responseCode = "400", ref = "Malformed")
  @APIResponse(responseCode = "413", ref = "TooLarge")
  @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
  @APIResponse(responseCode = "422", ref = "Invalid")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  Uni<Response> submit(
      @Parameter(ref = "Prefer") @HeaderParam(CallHeaders.PREFER) @Nullable List<String> prefer,
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept,
      @RequestBody(
              description = "The calls",
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = BatchRequest.class),
                      examples =
                          @ExampleObject(
                              name = "two",
                              value =
                                  """
                                  {
                                    "calls": [
                                      {"procedure": "fetch", "input": {"url": "http://localhost:8080/q/health"}},
                                      {"procedure": "fetch", "input": {"url": "http://localhost:8080/problems"}}
                                    ],
                                    "awaiting": "all"
                                  }\
                                  """)))
          @NotNull
          BatchRequest request);

  /** One batch, whatever its state. */
  @GET
  @Path("/{id}")
  @Operation(
      operationId = "getBatch",
      summary = "Look at a batch",
      description =
          "With `Prefer: wait=N` it answers when what is awaited has come, or after N seconds.")
  @APIResponse(
      responseCode = "200",
      description = "The batch",
      headers = {
        @Header(ref = "Call-Id"),
        @Header(ref = "Call-State"),
        @Header(ref = "Retry-After"),
        @Header(ref = "Preference-Applied"),
        @Header(ref = "Vary"),
      },
      content =
          @Content(mediaType = "application/json", schema = @Schema(implementation = Batch.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  Uni<Response> get(
      @Parameter(ref = "BatchId") @PathParam("id") String id,
      @Parameter(ref = "Prefer") @HeaderParam(CallHeaders.PREFER) @Nullable List<String> prefer);

  /** What the calls of a batch have come to, in their order. */
  @GET
  @Path("/{id}/result")
  @Operation(
      operationId = "getBatchResult",
      summary = "Gather the results of a batch",
      description =
          "What each call has come to, in the order in which they were given; one JSON array, or"
              + " with `Accept: application/x-ndjson` one JSON object a line. Before what is"
              + " awaited has come: 202 and the batch. With `Prefer: wait=N` it answers when that"
              + " has, or after N seconds.")
  @APIResponse(responseCode = "200", ref = "Gathered")
  @APIResponse(responseCode = "202", ref = "AcceptedBatch")
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  Uni<Response> result(
      @Parameter(ref = "BatchId") @PathParam("id") String id,
      @Parameter(ref = "Prefer") @HeaderParam(CallHeaders.PREFER) @Nullable List<String> prefer,
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept);

  /** The calls of a batch. */
  @GET
  @Path("/{id}/calls")
  @Operation(
      operationId = "listCallsOfBatch",
      summary = "List the calls of a batch",
      description = "In their order; each can also be looked at by itself.")
  @APIResponse(
      responseCode = "200",
      description = "A page; the Link header with rel=\"next\" leads to the next one",
      headers = @Header(ref = "Link"),
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = CallsApi.CallPage.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  Uni<Response> calls(
      @Parameter(ref = "BatchId") @PathParam("id") String id,
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

  /** Ends what has not ended. */
  @POST
  @Path("/{id}/cancel")
  @Operation(
      operationId = "cancelBatch",
      summary = "Cancel a batch",
      description =
          "Calls that wait are CANCELLED at once, running ones are asked to stop, ended ones stay"
              + " as they are.")
  @APIResponse(
      responseCode = "200",
      description = "The batch",
      content =
          @Content(mediaType = "application/json", schema = @Schema(implementation = Batch.class)))
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  Uni<Response> cancel(@Parameter(ref = "BatchId") @PathParam("id") String id);

  /** Delivers the end of a batch again. */
  @POST
  @Path("/{id}/deliver")
  @Operation(
      operationId = "deliverBatch",
      summary = "Deliver the end of a batch to its callback again",
      description =
          "It is posted once more, under the same `webhook-id`, and tried for as long as the first"
              + " time.")
  @APIResponse(responseCode = "202", ref = "AcceptedBatch")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "409", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  Uni<Response> deliver(@Parameter(ref = "BatchId") @PathParam("id") String id);

  /** Forgets a batch. */
  @DELETE
  @Path("/{id}")
  @Operation(
      operationId = "deleteBatch",
      summary = "Forget a batch of which all calls have ended",
      description = "The batch, its calls, their results and its idempotency key are gone.")
  @APIResponse(responseCode = "204", description = "It is forgotten")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "409", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  Uni<Response> delete(@Parameter(ref = "BatchId") @PathParam("id") String id);
}
