package dev.raincheck.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Bodies that take their time, on a server that has nothing else. */
class SlowBodiesTest {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    join(vertx.close().toCompletionStage());
  }

  private int listen(Duration limit) {
    HttpConfig config =
        new HttpConfig() {
          @Override
          public Duration closeGrace() {
            return Duration.ZERO;
          }

          @Override
          public Duration bodyTimeout() {
            return limit;
          }
        };
    Router router = Router.router(vertx);
    new SlowBodies(config).register(router);
    router
        .route()
        .handler(
            context ->
                context
                    .request()
                    .body()
                    .onSuccess(body -> context.response().end("read " + body.length())));
    HttpServer server = vertx.createHttpServer().requestHandler(router);
    return join(server.listen(0, "127.0.0.1").toCompletionStage()).actualPort();
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static Socket send(int port, String request) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  @Test
  void isClosedWhenTheRestDoesNotCome() throws Exception {
    int port = listen(Duration.ofMillis(200));
    for (String head : new String[] {"Content-Length: 10", "Transfer-Encoding: chunked"}) {
      try (Socket socket =
          send(port, "POST / HTTP/1.1\r\nHost: x\r\n" + head + "\r\n\r\n5\r\n{\"a\"")) {
        assertEquals(-1, socket.getInputStream().read(), head);
      }
    }
  }

  @Test
  void isServedWhenAllCame() throws Exception {
    int port = listen(Duration.ofMinutes(10));
    try (Socket socket = send(port, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n1")) {
      socket.getOutputStream().write('2');
      byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      assertEquals("HTTP/1.1 200", new String(start, StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void onlyTheStreamIsResetWhereThereAreSeveral() {
    int port = listen(Duration.ofMillis(200));
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(1));
    CompletionStage<Integer> slow =
        client
            .request(HttpMethod.POST, port, "127.0.0.1", "/")
            .compose(
                request -> {
                  request.setChunked(true).write("x");
                  return request.response();
                })
            .map(response -> response.statusCode())
            .toCompletionStage();
    CompletionException failure =
        Assertions.assertThrows(CompletionException.class, () -> join(slow));
    assertTrue(failure.getCause() instanceof StreamResetException, failure.toString());
    assertEquals(
        200,
        join(
            client
                .request(HttpMethod.GET, port, "127.0.0.1", "/")
                .compose(request -> request.send())
                .map(response -> response.statusCode())
                .toCompletionStage()));
  }
}
