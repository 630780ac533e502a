package dev.raincheck.testprocedures;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;

/** What a host answers to its own exception. */
@Provider
public class TeapotMapper implements ExceptionMapper<TeapotException> {

  @Override
  public Response toResponse(TeapotException teapot) {
    return Response.status(418)
        .header("X-Teapot", "yes")
        .type("application/json")
        .entity(Map.of("teapot", teapot.getMessage()))
        .build();
  }
}
