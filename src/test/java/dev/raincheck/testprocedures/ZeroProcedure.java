package dev.raincheck.testprocedures;

import dev.raincheck.procedure.Procedure;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Answers with a media type that no PostgreSQL text can hold. */
@Path("/test/zero")
class ZeroProcedure {

  @POST
  @Procedure(name = "test.zero")
  public Response run() {
    return Response.ok("text").header(HttpHeaders.CONTENT_TYPE, "text/pla\0in").build();
  }
}
