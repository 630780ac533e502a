package dev.raincheck.http;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the types of problems mean: every {@code type} leads here. */
@Path("/problems")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Problems")
class ProblemsResource {

  /**
   * A kind of problem.
   *
   * @param type its URI
   * @param title its summary
   * @param status HTTP status
   * @param retryable whether the same request may succeed later
   */
  @Schema(name = "ProblemKind")
  record Kind(
      @Schema(examples = "/problems/queue-full") String type,
      @Schema(examples = "The queue is full") String title,
      @Schema(examples = "503") int status,
      boolean retryable) {
    static Kind of(ProblemType type) {
      return new Kind(type.uri(), type.title(), type.status(), type.isRetryable());
    }
  }

  /** Every kind of problem. */
  @Schema(name = "ProblemKindPage")
  record KindPage(List<Kind> items) {}

  @GET
  @Operation(
      operationId = "listProblems",
      summary = "List every kind of problem",
      description = "What Raincheck itself reports; a procedure may have further ones.")
  @APIResponse(responseCode = "200", description = "Every kind of problem")
  public KindPage list() {
    return new KindPage(Arrays.stream(ProblemType.values()).map(Kind::of).toList());
  }

  @GET
  @Path("/{slug}")
  @Operation(
      operationId = "getProblem",
      summary = "Read what a type of problem means",
      description = "The type of every problem leads here.")
  @APIResponse(responseCode = "200", description = "The kind of problem")
  @APIResponse(responseCode = "404", ref = "Problem")
  public Kind get(
      @Parameter(description = "Last part of the type", example = "queue-full") @PathParam("slug")
          String slug) {
    return ProblemType.ofSlug(slug)
        .map(Kind::of)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(ProblemType.NOT_FOUND, "There is no such kind of problem.")));
  }
}
