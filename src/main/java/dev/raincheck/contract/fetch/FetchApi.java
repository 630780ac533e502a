package dev.raincheck.contract.fetch;

import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The built-in procedure {@code fetch}: sends an HTTP request and returns the answer to it. */
@Path("/fetches")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "fetch", description = "Send HTTP requests durably")
public interface FetchApi {

  /**
   * Sends the request and returns the target's answer, whatever its status; redirects are followed.
   * The target gets the call's id as {@code Idempotency-Key}, unless the request has one.
   *
   * <p>The {@code Uni} fails, and the call is tried again, when the target answers 408, 425, 429 or
   * 5xx (problem 502 with {@code upstreamStatus}), cannot be reached (502) or takes too long (504).
   * It fails for good when the answer is larger than the service accepts (502) or when the target,
   * or one it redirects to, is at an address that the service does not connect to (422).
   *
   * @param request what to send; a request that breaks its constraints is refused with 422 and
   *     never stored
   */
  @POST
  @Operation(
      operationId = "fetch",
      summary = "Fetch a URL",
      description =
          "Sends an HTTP request and returns the answer. Any answer is a result, except 408, 425,"
              + " 429 and 5xx, which are tried again like a connection that fails or takes too"
              + " long. Redirects are followed; private addresses are refused unless allowed by"
              + " configuration.")
  @APIResponse(
      responseCode = "200",
      description = "The target's answer",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = FetchResult.class),
              examples =
                  @ExampleObject(
                      name = "health",
                      value =
                          """
                          {
                            "url": "http://localhost:8080/q/health",
                            "status": 200,
                            "headers": {"content-type": "application/json; charset=UTF-8"},
                            "body": "{\\"status\\": \\"UP\\", \\"checks\\": []}",
                            "bodyEncoding": "utf-8",
                            "elapsedMs": 3.2
                          }""")))
  Uni<FetchResult> fetch(
      @RequestBody(
              description = "The HTTP request to send",
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = FetchRequest.class),
                      examples =
                          @ExampleObject(
                              name = "health",
                              summary = "This service's own health",
                              value =
                                  """
                                  {
                                    "url": "http://localhost:8080/q/health",
                                    "method": "GET",
                                    "headers": {"Accept": "application/json"}
                                  }""")))
          @Valid
          @NotNull
          FetchRequest request);
}
