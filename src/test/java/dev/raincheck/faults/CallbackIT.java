package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A callback whose sender dies, during its first try or before it, is sent by another replica. */
class CallbackIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE = 120;
  private static final int REPLICAS = 2;

  private static Fleet fleet;
  private static HttpServer receiver;
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();
  private static final AtomicBoolean HANGS = new AtomicBoolean();
  private static final BlockingQueue<JsonNode> RECEIVED = new LinkedBlockingQueue<>();

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", CallbackIT::handle);
    receiver.setExecutor(THREADS);
    receiver.start();
    fleet =
        new Fleet(
            directory,
            "raincheck.callbacks.secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "raincheck.callbacks.allow-http=true",
            "raincheck.callbacks.allow-private=true",
            "raincheck.callbacks.timeout=5s",
            // What hangs keeps the others of its sender back.
            "raincheck.callbacks.target-concurrency=1",
            "raincheck.callbacks.poll-interval=200ms");
    fleet.start(
        List.of(
            fleet.plan("raincheck.callbacks.source=/replica-0"),
            fleet.plan("raincheck.callbacks.source=/replica-1")));
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
    receiver.stop(0);
    THREADS.shutdownNow();
  }

  private static void handle(HttpExchange exchange) throws IOException {
    RECEIVED.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
    if (!HANGS.get()) {
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    }
  }

  private static JsonNode next() throws InterruptedException {
    JsonNode event = RECEIVED.poll(PATIENCE, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("No callback");
    }
    return event;
  }

  @Test
  void anotherReplicaDeliversWhatADeadOneHadBegunToOrHadBeforeIt() throws Exception {
    HANGS.set(true);
    String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/ended";
    UUID id =
        Http.submit(fleet.replica(0).uri(), Map.of("millis", 1), "Call-Callback", url)
            .expect(202)
            .callId();
    JsonNode first = next();
    int sender = first.path("source").asText().equals("/replica-0") ? 0 : 1;
    Service dies = fleet.replica(sender);
    Service lives = fleet.replica(REPLICAS - 1 - sender);
    lives.pause();
    // Its end is recorded, and its delivery has to wait for the one that hangs.
    UUID behind =
        Http.submit(dies.uri(), Map.of("millis", 1), "Call-Callback", url).expect(202).callId();
    Http.result(dies.uri(), behind, 30).expect(200);
    assertEquals(0, delivery(dies.uri(), behind).path("tries").asInt());
    dies.kill();
    HANGS.set(false);
    lives.resume();

    JsonNode untouched = next();
    JsonNode second = next();

    assertEquals(behind.toString(), untouched.path("subject").asText());
    assertEquals(first.path("id"), second.path("id"));
    assertEquals(id.toString(), second.path("subject").asText());
    assertNotEquals(first.path("source"), second.path("source"));
    URI alive = lives.uri();
    for (UUID call : List.of(id, behind)) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> delivery(alive, call).path("state").asText().equals("DELIVERED"));
    }
    assertEquals(2, delivery(alive, id).path("tries").asInt());
    assertEquals(1, delivery(alive, behind).path("tries").asInt());
    assertTrue(RECEIVED.isEmpty());
  }

  private static JsonNode delivery(URI service, UUID id) throws Exception {
    return Http.call(service, id).expect(200).json().path("deliveries").path(0);
  }
}
