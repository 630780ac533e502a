package com.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;

/** An HTTP server that answers a request with its path, once that path is opened. */
final class Target implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final List<String> arrived = new CopyOnWriteArrayList<>();
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  Target() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      arrived.add(path);
      gate(path).await();
      byte[] body = path.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private CountDownLatch gate(String path) {
    return gates.computeIfAbsent(path, closed -> new CountDownLatch(1));
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Answers every request to this path, from now on. */
  void open(String path) {
    gate(path).countDown();
  }

  /** How many requests to this path have come. */
  long arrivals(String path) {
    return arrived.stream().filter(path::equals).count();
  }

  /** Waits until so many requests to this path have come in all. */
  void awaitArrivals(String path, int count) {
    Awaitility.await(count + " requests to " + path)
        .atMost(PATIENCE)
        .until(() -> arrivals(path) >= count);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
