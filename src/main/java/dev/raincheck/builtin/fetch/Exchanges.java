package dev.raincheck.builtin.fetch;

import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;

/**
 * Sends requests and reads the answers, over pooled connections. A connection is shared only by
 * requests for the same host, port and checked address. Redirects are not followed here.
 *
 * <p>Made at the start, on no Vert.x context: a client that is made while a request is served
 * belongs to the HTTP server, and is closed with it before running attempts are drained.
 */
@Startup
@Singleton
final class Exchanges {

  /**
   * Bytes. Twice what browsers are known to send or get; the default of 8 kB is often not enough.
   */
  private static final int MAX_RESPONSE_HEADERS = 32_768;

  private final HttpClient client;
  private final FetchConfig config;
  private final Credentials credentials;

  @Inject
  Exchanges(Vertx vertx, FetchConfig config, Credentials credentials) {
    this.config = config;
    this.credentials = credentials;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
                .setMaxHeaderSize(MAX_RESPONSE_HEADERS)
                .setDecompressionSupported(true),
            new PoolOptions()
                .setHttp1MaxSize(config.maxConnections())
                .setMaxWaitQueueSize(config.maxWaiting()));
  }

  /**
   * Sends the request when subscribed, and resets it when the subscription is cancelled. Fails with
   * a {@link dev.raincheck.contract.ProblemException} if there is no answer or it is too large.
   *
   * @param addresses where to connect: the first that accepts
   */
  Uni<Answer> send(Hop hop, List<InetAddress> addresses) {
    Uni<Answer> answer =
        Uni.createFrom()
            .emitter(emitter -> new Exchange(client, config, hop, emitter).start(addresses));
    return credentials.areStored() ? answer : answer.map(Answer::withoutCredentials);
  }

  @PreDestroy
  void close() {
    client.close();
  }
}
