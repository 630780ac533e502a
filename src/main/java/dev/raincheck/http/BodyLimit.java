package dev.raincheck.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemType;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses bodies over {@code quarkus.http.limits.max-body-size} with a problem: Quarkus itself
 * would do so without a word. It runs on the event loop, before every other route.
 */
@Singleton
class BodyLimit {
  private static final int BEFORE_QUARKUS = -1000;
  private static final int LINGER_MILLIS = 2_000;

  private final ObjectMapper json;
  private final long limit;

  BodyLimit(
      ObjectMapper json,
      @ConfigProperty(name = "quarkus.http.limits.max-body-size", defaultValue = "10240K")
          MemorySize limit) {
    this.json = json;
    this.limit = limit.asLongValue();
  }

  void register(@Observes Router router) {
    BodyHandler counting = BodyHandler.create(false).setBodyLimit(limit);
    router
        .route()
        .order(BEFORE_QUARKUS)
        .handler(
            request -> {
              if (Bodies.haveLength(request.request())) {
                checkLength(request);
              } else if (!Bodies.mayCome(request.request())) {
                request.next();
              } else if (request.request().version() == HttpVersion.HTTP_2) {
                leaveToQuarkus(request);
              } else {
                counting.handle(request);
              }
            })
        .failureHandler(this::failed);
  }

  /**
   * Over HTTP/2 a request that was read to its end here could not be handed on: Quarkus bounds it,
   * and answers 413 without a problem. It adds a header that HTTP/2 forbids (RFC 9113, 8.2.2), and
   * for which clients reject the answer.
   */
  private static void leaveToQuarkus(RoutingContext request) {
    request.addHeadersEndHandler(head -> request.response().headers().remove("Connection"));
    request.next();
  }

  /** A length that is no number is left to those who read the body. */
  private void checkLength(RoutingContext request) {
    String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean tooLong =
        length.chars().allMatch(Character::isDigit)
            && (length.length() > String.valueOf(Long.MAX_VALUE).length() - 1
                || Long.parseLong(length) > limit);
    if (tooLong) {
      refuse(request);
    } else {
      request.next();
    }
  }

  private void failed(RoutingContext request) {
    if (request.statusCode() == ProblemType.BODY_TOO_LARGE.status()) {
      refuse(request);
    } else {
      request.next();
    }
  }

  private void refuse(RoutingContext request) {
    Problem problem =
        Problem.of(ProblemType.BODY_TOO_LARGE, "At most " + limit + " bytes are taken.");
    HttpServerResponse response =
        request
            .response()
            .setStatusCode(problem.status())
            .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (request.request().version() == HttpVersion.HTTP_2) {
      response.end(body(problem));
    } else {
      response.putHeader("Connection", "close");
      response.end(body(problem)).onComplete(sent -> linger(request));
    }
  }

  /**
   * Closes the connection when the client has sent all, or has had time to read the answer: to
   * close it before that would take the answer away.
   */
  private static void linger(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.isEnded()) {
      request.connection().close();
      return;
    }
    long timer = context.vertx().setTimer(LINGER_MILLIS, late -> request.connection().close());
    request
        .exceptionHandler(gone -> context.vertx().cancelTimer(timer))
        .handler(dropped -> {})
        .endHandler(
            sent -> {
              context.vertx().cancelTimer(timer);
              request.connection().close();
            })
        .resume();
  }

  private String body(Problem problem) {
    try {
      return json.writeValueAsString(problem);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
