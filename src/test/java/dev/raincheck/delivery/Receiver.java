package dev.raincheck.delivery;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Receives callbacks, and verifies them with somebody else's code. Answers with what it was told,
 * the last of which it repeats; 200 if nothing.
 */
final class Receiver implements AutoCloseable {
  private static final int PATIENCE = 60;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String secret;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final Deque<Integer> answers = new ArrayDeque<>();

  /** What came in. */
  record Received(String id, String signature, boolean verified, JsonPath body) {}

  Receiver(String secret) throws IOException {
    this.secret = secret;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  synchronized Receiver answers(int... statuses) {
    for (int status : statuses) {
      answers.add(status);
    }
    return this;
  }

  private synchronized int next() {
    if (answers.isEmpty()) {
      return 200;
    }
    return answers.size() > 1 ? answers.poll() : answers.peek();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/ended";
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String id = exchange.getRequestHeaders().getFirst("webhook-id");
      String signature = exchange.getRequestHeaders().getFirst("webhook-signature");
      received.add(new Received(id, signature, verifies(exchange, body), JsonPath.from(body)));
      exchange.sendResponseHeaders(next(), -1);
    }
  }

  private boolean verifies(HttpExchange exchange, String body) {
    try {
      new Webhook(secret)
          .verify(body, HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true));
      return true;
    } catch (WebhookVerificationException no) {
      return false;
    }
  }

  /** The next one that comes in. */
  Received next(String why) {
    try {
      Received next = received.poll(PATIENCE, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError(why);
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** All that came in and were not asked for. */
  List<Received> others() {
    return List.copyOf(received);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
