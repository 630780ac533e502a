package dev.raincheck.builtin.fetch;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A real HTTP server on the loopback interface; what is not told to it is 404. */
final class TargetServer {

  private final Map<String, Handler<HttpServerRequest>> pages = new ConcurrentHashMap<>();
  private final HttpServer server;

  TargetServer(Vertx vertx) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    pages
                        .getOrDefault(
                            request.path(), other -> other.response().setStatusCode(404).end("no"))
                        .handle(request))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  void on(String path, Handler<HttpServerRequest> page) {
    pages.put(path, page);
  }

  void redirect(String path, int status, String location) {
    on(
        path,
        request -> request.response().setStatusCode(status).putHeader("Location", location).end());
  }

  int port() {
    return server.actualPort();
  }

  String url(String path) {
    return url("127.0.0.1", path);
  }

  String url(String host, String path) {
    return "http://" + host + ":" + port() + path;
  }
}
