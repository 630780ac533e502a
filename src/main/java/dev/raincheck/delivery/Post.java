package dev.raincheck.delivery;

import dev.raincheck.net.HttpTarget;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;

/**
 * Posts letters over pooled connections. A connection is shared only by requests for the same host,
 * port and checked address. Redirects are not followed.
 *
 * <p>Made at the start, on no Vert.x context: a client that is made while a request is served
 * belongs to the HTTP server, and is closed with it.
 */
@Startup
@Singleton
class Post {
  private final Vertx vertx;
  private final HttpClient client;

  Post(Vertx vertx, CallbackConfig config) {
    this.vertx = vertx;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis())),
            new PoolOptions().setHttp1MaxSize(config.targetConcurrency()));
  }

  /**
   * Posts when subscribed, and resets the request when the subscription is cancelled.
   *
   * @param addresses where to connect: the first that accepts
   */
  Uni<Posting.Reply> send(HttpTarget target, List<InetAddress> addresses, Letter letter) {
    return Uni.createFrom()
        .emitter(emitter -> new Posting(vertx, client, target, letter, emitter).start(addresses));
  }

  @PreDestroy
  void close() {
    client.close();
  }
}
