package dev.raincheck.delivery;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.EventReader;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many streams at a time, over HTTP. */
@QuarkusTest
class EventStreamsTest {
  private static final int FEW = 50;
  private static final int CALLS = 20;

  /** A stream more or less must not make a difference; the pools have their own reasons. */
  private static final int OTHER_THREADS = 20;

  @Inject StreamPlaces places;

  @ConfigProperty(name = "raincheck.delivery.max-streams")
  int most;

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
  private final List<EventReader> readers = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    readers.forEach(EventReader::close);
    threads.shutdown();
    assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
  }

  private void open(String call) {
    URI uri = URI.create("http://localhost:" + RestAssured.port + "/calls/" + call + "/events");
    readers.add(EventReader.open(client, uri, "2"));
  }

  private void awaitOpen(int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertEquals(count, places.open()));
  }

  private static int liveThreads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  @Test
  void thousandsListenWithoutAThreadOfTheirOwn() {
    Gate gate = Gate.closed();
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      calls.add(Caller.submit("/test/gated/uni", Map.of("gate", gate.key(), "who", "it")));
      gate.awaitEntry();
    }
    for (int i = 0; i < FEW; i++) {
      open(calls.get(i % CALLS));
    }
    awaitOpen(FEW);
    int before = liveThreads();
    for (int i = FEW; i < most; i++) {
      open(calls.get(i % CALLS));
    }
    awaitOpen(most);
    assertTrue(
        liveThreads() <= before + OTHER_THREADS, before + " threads became " + liveThreads());

    given()
        .get("/calls/{id}/events", calls.get(0))
        .then()
        .statusCode(503)
        .header("Retry-After", notNullValue())
        .body("type", equalTo("/problems/unavailable"));

    gate.open("done");
    for (EventReader reader : readers) {
      assertEquals("[3 SUCCEEDED]", reader.rest().toString());
    }
    awaitOpen(0);
  }

  @Test
  void whoGoesAwayMakesRoom() {
    String call = Caller.submit("/test/context/worker", "", "Call-Delay", "1h");
    for (int i = 0; i < 3; i++) {
      open(call);
    }
    awaitOpen(3);
    readers.get(1).close();
    awaitOpen(2);
    Caller.cancel(call);
    awaitOpen(0);
  }
}
