package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.EventReader;
import dev.raincheck.testprocedures.FailingProcedures.Plan;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The events of a call, read as they come. */
@QuarkusTest
class EventsTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void awaitEngine() {
    Caller.awaitEngine();
  }

  private static EventReader read(String call, @Nullable String lastEventId) {
    return EventReader.open(CLIENT, uri("/calls/" + call + "/events"), lastEventId);
  }

  private static URI uri(String path) {
    return URI.create("http://localhost:" + RestAssured.port + path);
  }

  private static EventReader read(String call) {
    return read(call, null);
  }

  private static String submitGated(Gate gate) {
    return Caller.submit("/test/gated/blocking", Map.of("gate", gate.key(), "who", "it"));
  }

  private static String texts(List<EventReader.Event> events) {
    return events.toString();
  }

  @Test
  void aCallIsFollowedToItsEnd() {
    Gate gate = Gate.closed();
    String id = submitGated(gate);
    try (EventReader reader = read(id)) {
      assertEquals("1 QUEUED", reader.next().toString());
      EventReader.Event running = reader.next();
      assertEquals("2 RUNNING", running.toString());
      assertEquals(id, running.call().getString("id"));
      assertEquals(1, running.call().getInt("attempts.size()"));
      assertEquals("/calls/" + id + "/events", running.call().getString("links.events"));
      assertTrue(reader.retry() >= 500);
      gate.open("done");
      List<EventReader.Event> rest = reader.rest();
      assertEquals("[3 SUCCEEDED]", texts(rest));
      assertEquals(Caller.call(id).prettify(), rest.get(0).call().prettify());
    }
  }

  @Test
  void whatWaitsIsToldToo() {
    String id = Caller.submit("/test/context/worker", "", "Call-Delay", "1h");
    try (EventReader reader = read(id)) {
      assertEquals("1 QUEUED", reader.next().toString());
      Caller.cancel(id);
      assertEquals("[2 CANCELLED]", texts(reader.rest()));
    }
  }

  @Test
  void aRunningCallIsCancelled() {
    Gate gate = Gate.closed();
    String id = submitGated(gate);
    gate.awaitEntry();
    try (EventReader reader = read(id, "2")) {
      Caller.cancel(id);
      assertEquals("[3 CANCELLED]", texts(reader.rest()));
    }
  }

  @Test
  void everyAttemptIsTold() {
    String id = Caller.submit("/test/failing/status", new Plan(2, 503, null, null));
    try (EventReader reader = read(id)) {
      List<EventReader.Event> events = reader.rest();
      assertEquals(
          "[1 QUEUED, 2 RUNNING, 3 QUEUED, 4 RUNNING, 5 QUEUED, 6 RUNNING, 7 SUCCEEDED]",
          texts(events));
      JsonPath backingOff = events.get(2).call();
      assertEquals(1, backingOff.getInt("attempt"));
      assertEquals(503, backingOff.getInt("attempts[0].failure.status"));
    }
    try (EventReader reader = read(id, "4")) {
      assertEquals("[5 QUEUED, 6 RUNNING, 7 SUCCEEDED]", texts(reader.rest()));
    }
  }

  @Test
  void anExplicitRetryGoesOn() {
    String id = Caller.submit("/test/failing/status", new Plan(4, 503, null, null));
    try (EventReader reader = read(id)) {
      List<EventReader.Event> events = reader.rest();
      assertEquals("7 FAILED", events.get(events.size() - 1).toString());
    }
    given().post("/calls/{id}/retry", id).then().statusCode(202);
    try (EventReader reader = read(id, "7")) {
      assertEquals(
          "[8 QUEUED, 9 RUNNING, 10 QUEUED, 11 RUNNING, 12 SUCCEEDED]", texts(reader.rest()));
    }
  }

  @Test
  void progressIsToldAsItIsMade() {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/context/progress", Map.of("gate", gate.key(), "who", "it"));
    try (EventReader reader = read(id)) {
      assertEquals("1 QUEUED", reader.next().toString());
      assertEquals("2 RUNNING", reader.next().toString());
      EventReader.Event progress = reader.next();
      while (progress.call().getInt("progress.done") != 3) {
        progress = reader.next();
      }
      assertEquals("progress", progress.name());
      assertTrue(progress.id().startsWith("2."), progress.id());
      try (EventReader later = read(id, progress.id())) {
        gate.open("done");
        assertEquals("[3 SUCCEEDED]", texts(later.rest()));
      }
      assertEquals("[3 SUCCEEDED]", texts(reader.rest()));
    }
  }

  @Test
  void theLastProgressIsNeverLost() {
    for (int call = 0; call < 10; call++) {
      Response result = Caller.post("/test/context/last-progress", "", "Prefer", "wait=30");
      String id = result.header("Call-Id");
      assertEquals(10, Caller.ended(id, "SUCCEEDED").getInt("progress.done"));
      try (EventReader reader = read(id, "2")) {
        List<EventReader.Event> events = reader.rest();
        assertEquals(2, events.size(), events::toString);
        assertEquals("progress", events.get(0).name());
        assertEquals(10, events.get(0).call().getInt("progress.done"));
        assertEquals("3 SUCCEEDED", events.get(1).toString());
      }
    }
  }

  @Test
  void aQuietStreamShowsThatItIsAlive() {
    Gate gate = Gate.closed();
    String id = submitGated(gate);
    try (EventReader reader = read(id, "2")) {
      assertEquals("comment", reader.nextOfAll().name());
      assertEquals("comment", reader.nextOfAll().name());
      gate.open("done");
      assertEquals("[3 SUCCEEDED]", texts(reader.rest()));
    }
  }

  @Test
  void anEndedCallsStreamEndsAtOnce() {
    String id = Caller.submit("/test/context/worker", "");
    Caller.ended(id, "SUCCEEDED");
    given()
        .accept("text/event-stream")
        .get("/calls/{id}/events", id)
        .then()
        .statusCode(200)
        .header("Content-Type", containsString("text/event-stream"))
        .header("Cache-Control", "no-store")
        .header("X-Accel-Buffering", "no")
        .header("Call-Id", id)
        .body(containsString("id: 3\nevent: state\ndata: {"));
    try (EventReader reader = read(id, "3")) {
      assertEquals("[]", texts(reader.rest()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "1;drop", "99"})
  void whatIsNoEventOfTheCallIsTheBeginning(String lastEventId) {
    String id = Caller.submit("/test/context/worker", "");
    Caller.ended(id, "SUCCEEDED");
    try (EventReader reader = read(id, lastEventId)) {
      assertEquals("[1 QUEUED, 2 RUNNING, 3 SUCCEEDED]", texts(reader.rest()));
    }
  }

  @Test
  void oneConnectionOfHttp2CarriesSeveral() throws Exception {
    HttpClient two = HttpClient.newHttpClient();
    // The first answer brings the other protocol.
    two.send(HttpRequest.newBuilder(uri("/")).build(), HttpResponse.BodyHandlers.discarding());
    HttpResponse<Void> second =
        two.send(HttpRequest.newBuilder(uri("/")).build(), HttpResponse.BodyHandlers.discarding());
    assertEquals(HttpClient.Version.HTTP_2, second.version());
    Gate gate = Gate.closed();
    String id = submitGated(gate);
    try (EventReader one = EventReader.open(two, uri("/calls/" + id + "/events"), null);
        EventReader other = EventReader.open(two, uri("/calls/" + id + "/events"), "2")) {
      assertEquals("1 QUEUED", one.next().toString());
      assertEquals("2 RUNNING", one.next().toString());
      assertEquals("comment", other.nextOfAll().name());
      gate.open("done");
      assertEquals("[3 SUCCEEDED]", texts(one.rest()));
      assertEquals("[3 SUCCEEDED]", texts(other.rest()));
    }
  }

  @Test
  void aCallThatIsForgottenEndsItsStream() {
    String id = Caller.submit("/test/context/worker", "", "Call-Delay", "1h");
    try (EventReader reader = read(id, "1")) {
      assertEquals("comment", reader.nextOfAll().name());
      Caller.cancel(id);
      given().delete("/calls/{id}", id).then().statusCode(204);
      // Whether it saw the end or not: there is nothing to wait for.
      reader.rest();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d"})
  void whatIsNotThereIsSaidSo(String id) {
    given()
        .accept("text/event-stream")
        .get("/calls/{id}/events", id)
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("type", equalTo("/problems/not-found"));
  }

  @Test
  void theHandleLeadsThere() {
    String key = UUID.randomUUID().toString();
    Response accepted = Caller.post("/test/context/worker", "", "Idempotency-Key", key);
    accepted
        .then()
        .header("Link", containsString("/events>; rel=\"monitor\""))
        .body("links.events", equalTo("/calls/" + accepted.header("Call-Id") + "/events"));
  }
}
