package dev.raincheck.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the procedure {@code fetch} is sent to: {@code /ok/...} answers with its path, {@code
 * /fail/...} with 503, {@code /flaky/...} with 503 once and its path then, and {@code /held/...}
 * with its path when it is let go. Thread-safe.
 */
final class FetchTarget implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, AtomicInteger> arrivals = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
  private final HttpServer server;

  FetchTarget() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      int arrival = count(path).incrementAndGet();
      boolean fails = path.startsWith("/fail") || path.startsWith("/flaky") && arrival == 1;
      if (path.startsWith("/held") && !latch(path).await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
      byte[] body = path.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "text/plain");
      exchange.sendResponseHeaders(fails ? 503 : 200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private AtomicInteger count(String path) {
    return arrivals.computeIfAbsent(path, key -> new AtomicInteger());
  }

  private CountDownLatch latch(String path) {
    return held.computeIfAbsent(path, key -> new CountDownLatch(1));
  }

  /** The body of a submit that fetches this path. */
  Map<String, String> request(String path) {
    return Map.of("url", "http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** How often the path was asked for. */
  int arrivals(String path) {
    return count(path).get();
  }

  /** Answers for a path that is held, from now on. */
  void letGo(String path) {
    latch(path).countDown();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
