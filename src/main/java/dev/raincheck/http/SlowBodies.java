package dev.raincheck.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Ends requests whose body does not come in, or comes in drop by drop: each would hold a connection
 * and what has come of it. The limit of idle connections does not see them, and an answer would not
 * be read by those who have not said all yet, so the connection is closed, or the stream reset
 * where there are several on a connection.
 */
@Singleton
class SlowBodies {
  /** After the count of open requests, before bodies are looked at. */
  private static final int BEFORE_BODIES = -1500;

  /** Of HTTP/2, RFC 9113, 7. */
  private static final long CANCEL = 8;

  private final long limitMillis;

  SlowBodies(HttpConfig config) {
    this.limitMillis = config.bodyTimeout().toMillis();
  }

  void register(@Observes Router router) {
    router.route().order(BEFORE_BODIES).handler(this::watch);
  }

  private void watch(RoutingContext context) {
    if (Bodies.mayCome(context.request())) {
      long timer = context.vertx().setTimer(limitMillis, late -> end(context.request()));
      context.request().end().onComplete(all -> context.vertx().cancelTimer(timer));
    }
    context.next();
  }

  private static void end(HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(CANCEL);
    } else {
      request.connection().close();
    }
  }
}
