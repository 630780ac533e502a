package com.example;

import dev.raincheck.contract.CallException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.common.core.BlockingNotAllowedException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers 500 with the kind of the failure, and what it says. */
class Failures {

  @ServerExceptionMapper
  public Response call(CallException failure) {
    return text(failure);
  }

  @ServerExceptionMapper
  public Response blocking(BlockingNotAllowedException failure) {
    return text(failure);
  }

  private static Response text(Exception failure) {
    return Response.serverError()
        .type("text/plain")
        .entity(failure.getClass().getSimpleName() + ": " + failure.getMessage())
        .build();
  }
}
