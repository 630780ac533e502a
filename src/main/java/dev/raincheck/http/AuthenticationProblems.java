package dev.raincheck.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.security.Challenges;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Says by problems who is not known and who may not, both before and within a resource. */
@ApplicationScoped
class AuthenticationProblems {
  private static final int BEFORE_QUARKUS = -1100;

  /** Before those that Quarkus brings, which come one later. */
  private static final int EARLIER = Priorities.USER;

  private final ObjectMapper json;
  private final Challenges challenges;

  AuthenticationProblems(ObjectMapper json, Challenges challenges) {
    this.json = json;
    this.challenges = challenges;
  }

  /** What fails before a resource is found. */
  void register(@Observes Router router) {
    router.route().order(BEFORE_QUARKUS).handler(RoutingContext::next).failureHandler(this::failed);
  }

  private void failed(RoutingContext request) {
    Throwable failure = request.failure();
    if (failure instanceof AuthenticationFailedException) {
      answer(request, wrong());
    } else if (failure instanceof UnauthorizedException) {
      answer(request, missing());
    } else if (failure instanceof ForbiddenException) {
      answer(request, forbidden());
    } else {
      request.next();
    }
  }

  private void answer(RoutingContext request, Problem problem) {
    if (request.response().ended()) {
      return;
    }
    request.response().setStatusCode(problem.status());
    request.response().putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (problem.status() == ProblemType.NOT_AUTHENTICATED.status()) {
      request.response().putHeader(HttpHeaders.WWW_AUTHENTICATE, challenges.all());
    }
    try {
      request.response().end(json.writeValueAsString(problem));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @ServerExceptionMapper(priority = EARLIER)
  Response map(AuthenticationFailedException failure) {
    return response(wrong());
  }

  @ServerExceptionMapper(priority = EARLIER)
  Response map(UnauthorizedException failure) {
    return response(missing());
  }

  @ServerExceptionMapper(priority = EARLIER)
  Response map(ForbiddenException failure) {
    return response(forbidden());
  }

  private Response response(Problem problem) {
    Response.ResponseBuilder response =
        Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    if (problem.status() == ProblemType.NOT_AUTHENTICATED.status()) {
      challenges.all().forEach(one -> response.header(HttpHeaders.WWW_AUTHENTICATE, one));
    }
    return response.build();
  }

  private static Problem missing() {
    return Problem.of(ProblemType.NOT_AUTHENTICATED, "The request has no credentials.");
  }

  private static Problem wrong() {
    return Problem.of(ProblemType.NOT_AUTHENTICATED, "The credentials are not valid.");
  }

  private static Problem forbidden() {
    return Problem.of(ProblemType.NOT_ALLOWED, "The caller has no right to do this.");
  }
}
