package dev.raincheck.client;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server that answers as it was told, one request after the other, and remembers them. */
final class FakeService implements AutoCloseable {
  static final String CALL = "0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Reply> script = new LinkedBlockingQueue<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** What came. */
  record Request(String method, String path, Headers headers, String body) {
    String header(String name) {
      return headers.getFirst(name);
    }
  }

  /** What is answered. */
  interface Reply {
    void to(HttpExchange exchange) throws IOException;
  }

  FakeService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** The requests so far. */
  List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Is answered next, after what was said before. */
  FakeService then(Reply reply) {
    script.add(reply);
    return this;
  }

  /** A handle, as a service gives it. */
  FakeService accepts() {
    return then(accepted("/calls/" + CALL));
  }

  /** Not yet; nothing was waited for. */
  FakeService notYet() {
    return accepts();
  }

  /** The result. */
  FakeService succeeds(String text) {
    return then(
        answer(
            200,
            text,
            "Content-Type",
            "text/plain",
            "Call-Id",
            CALL,
            "Call-State",
            "SUCCEEDED",
            "Server-Timing",
            "queue;dur=1.5, run;dur=20.0, store;dur=0.5"));
  }

  /** The connection is closed without an answer. */
  FakeService cuts() {
    return then(HttpExchange::close);
  }

  static Reply accepted(String location) {
    return answer(
        202,
        "{\"procedure\":\"p\"}",
        "Content-Type",
        "application/json",
        "Call-Id",
        CALL,
        "Call-State",
        "RUNNING",
        "Location",
        location,
        "Retry-After",
        "0");
  }

  static Reply answer(int status, String body, String... headers) {
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.add(
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders(),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    try {
      Reply reply = script.poll(60, TimeUnit.SECONDS);
      if (reply == null) {
        exchange.close();
        return;
      }
      reply.to(exchange);
    } catch (InterruptedException end) {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
