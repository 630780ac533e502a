package com.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Stands before the service, notes what passes, and can be a bad proxy. */
final class Relay implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade");

  /** What it does with one request. */
  enum Mood {
    /** It answers 503, and the service never hears of it. */
    REFUSE,
    /** It cuts the connection when the service has answered. */
    LOSE_THE_ANSWER,
    /** It lets it pass. */
    PASS
  }

  /** A request that came; the names of its headers in lower case. */
  record Seen(String method, String path, Map<String, List<String>> headers) {
    List<String> header(String name) {
      return headers.getOrDefault(name, List.of());
    }
  }

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Deque<Mood> moods = new ArrayDeque<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server;
  private final URI service;

  /**
   * @param moods for the first requests; the others pass
   */
  Relay(URI service, Mood... moods) throws IOException {
    this.service = service;
    this.moods.addAll(Arrays.asList(moods));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", this::relay);
    server.start();
  }

  private void relay(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(service.resolve(exchange.getRequestURI()))
              .method(
                  exchange.getRequestMethod(),
                  BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      Seen now = note(exchange);
      now.headers().forEach((name, values) -> values.forEach(it -> request.header(name, it)));
      switch (nextMood()) {
        case REFUSE -> exchange.sendResponseHeaders(503, -1);
        case LOSE_THE_ANSWER -> client.send(request.build(), BodyHandlers.discarding());
        case PASS -> answer(exchange, client.send(request.build(), BodyHandlers.ofByteArray()));
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private Seen note(HttpExchange exchange) {
    Map<String, List<String>> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (!OF_THE_CONNECTION.contains(lower)) {
                headers.put(lower, List.copyOf(values));
              }
            });
    Seen now = new Seen(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), headers);
    seen.add(now);
    return now;
  }

  private synchronized Mood nextMood() {
    return moods.isEmpty() ? Mood.PASS : moods.poll();
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer)
      throws IOException {
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    byte[] body = answer.body();
    exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The requests that have come, in their order. */
  List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** Waits until one has come that is like this. */
  void await(Predicate<Seen> wanted) {
    Awaitility.await().atMost(PATIENCE).until(() -> seen.stream().anyMatch(wanted));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
