package dev.raincheck.contract;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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

  /** Stops starting attempts of a procedure. */
  @POST
  @Path("/{name}/pause")
  @Operation(
      operationId = "pauseProcedure",
      summary = "Pause a procedure",
      description =
          "No attempt of it is started any more, on any replica and also after a restart, until it"
              + " is resumed. Attempts that run go on, and calls can still be submitted; they"
              + " wait.")
  @APIResponse(responseCode = "200", description = "The procedure")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  Uni<ProcedureView> pause(
      @Parameter(description = "Name of the procedure", example = "fetch") @PathParam("name")
          String name);

  /** Starts attempts of a procedure again. */
  @POST
  @Path("/{name}/resume")
  @Operation(
      operationId = "resumeProcedure",
      summary = "Resume a procedure",
      description = "Attempts of it are started again; one that is not paused stays as it is.")
  @APIResponse(responseCode = "200", description = "The procedure")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  Uni<ProcedureView> resume(
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
