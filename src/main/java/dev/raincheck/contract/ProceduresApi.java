package dev.raincheck.contract;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What can be called. */
@Path("/procedures")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Procedures")
public interface ProceduresApi {

  /** All procedures, by name. */
  @GET
  @Operation(
      operationId = "listProcedures",
      summary = "List what can be called",
      description = "Every procedure with its policy, its queue and its latency.")
  @APIResponse(responseCode = "200", description = "All procedures, by name")
  @APIResponse(responseCode = "406", ref = "Problem")
  ProcedurePage list();

  /** One procedure. */
  @GET
  @Path("/{name}")
  @Operation(
      operationId = "getProcedure",
      summary = "Look at a procedure",
      description = "Its policy in force, its queue and its latency.")
  @APIResponse(responseCode = "200", description = "The procedure")
  @APIResponse(responseCode = "404", ref = "Problem")
  ProcedureView get(
      @Parameter(description = "Name of the procedure", example = "fetch") @PathParam("name")
          String name);

  /** All procedures. */
  @Schema(name = "ProcedurePage", requiredProperties = "items")
  record ProcedurePage(List<ProcedureView> items) {
    public ProcedurePage {
      items = List.copyOf(items);
    }
  }
}
