package dev.raincheck.delivery;

import dev.raincheck.net.AddressGuard;
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
import java.util.function.Supplier;

/**
 * Posts letters over pooled connections, to addresses that are checked each time. A connection is
 * shared only by requests for the same host, port and checked address. Redirects are not followed.
 *
 * <p>Made at the start, on no Vert.x context: a client that is made while a request is served
 * belongs to the HTTP server, and is closed with it.
 */
@Startup
@Singleton
class Post {
  private final Vertx vertx;
  private final AddressGuard guard;
  private final CallbackConfig config;
  private final HttpClient client;

  Post(Vertx vertx, AddressGuard guard, CallbackConfig config) {
    this.vertx = vertx;
    this.guard = guard;
    this.config = config;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis())),
            new PoolOptions().setHttp1MaxSize(config.targetConcurrency()));
  }

  /**
   * Resolves the name of the target, posts to the first of its addresses that accepts, and fails if
   * that takes too long.
   *
   * @param letter written just before it is posted
   */
  Uni<Posting.Reply> send(HttpTarget target, Supplier<Letter> letter) {
    return guard
        .addresses(target.host())
        .chain(addresses -> post(target, addresses, letter.get()))
        .ifNoItem()
        .after(config.timeout())
        .fail();
  }

  /** Posts when subscribed, and resets the request when the subscription is cancelled. */
  private Uni<Posting.Reply> post(HttpTarget target, List<InetAddress> addresses, Letter letter) {
    return Uni.createFrom()
        .emitter(emitter -> new Posting(vertx, client, target, letter, emitter).start(addresses));
  }

  @PreDestroy
  void close() {
    client.close();
  }
}
