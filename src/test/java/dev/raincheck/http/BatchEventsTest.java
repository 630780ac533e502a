package dev.raincheck.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.EventReader;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Server-sent events of a batch. */
@QuarkusTest
class BatchEventsTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static EventReader read(String batch, @Nullable String lastEventId) {
    URI uri = URI.create("http://localhost:" + RestAssured.port + "/batches/" + batch + "/events");
    return EventReader.open(CLIENT, uri, lastEventId);
  }

  private static Map<String, Object> gated(Gate gate) {
    return Map.of(
        "procedure", "test.gated.blocking", "input", Map.of("gate", gate.key(), "who", "it"));
  }

  private static String submit(Object... calls) {
    return Caller.post("/batches", Map.of("calls", List.of(calls))).header("Call-Id");
  }

  private static int succeeded(EventReader.Event event) {
    return event.call().getInt("counts.SUCCEEDED");
  }

  @Test
  void isFollowedToItsEnd() {
    Gate first = Gate.closed();
    Gate second = Gate.closed();
    String id = submit(gated(first), gated(second));
    try (EventReader reader = read(id, null)) {
      EventReader.Event event = reader.next();
      assertEquals("RUNNING", event.state());
      assertEquals(id, event.call().getString("id"));
      assertEquals(0, succeeded(event));
      first.open("done");
      while (succeeded(event) == 0) {
        event = reader.next();
      }
      assertEquals(1, succeeded(event));
      assertEquals("RUNNING", event.state());
      second.open("done");
      List<EventReader.Event> rest = reader.rest();
      EventReader.Event last = rest.get(rest.size() - 1);
      assertEquals("0-0-2-0-0-0-ended SUCCEEDED", last.toString());
    }
  }

  @Test
  void whatWasReadIsNotToldAgain() {
    Gate gate = Gate.closed();
    String id = submit(gated(gate));
    String read;
    try (EventReader reader = read(id, null)) {
      EventReader.Event event = reader.next();
      while (event.call().getInt("counts.RUNNING") == 0) {
        event = reader.next();
      }
      read = event.id();
    }
    try (EventReader reader = read(id, read)) {
      assertEquals("comment", reader.nextOfAll().name());
      gate.open("done");
      List<EventReader.Event> rest = reader.rest();
      assertEquals("SUCCEEDED", rest.get(rest.size() - 1).state());
      assertTrue(rest.stream().noneMatch(event -> event.id().equals(read)));
    }
    try (EventReader reader = read(id, "0-0-1-0-0-0-ended")) {
      assertEquals(List.of(), reader.rest());
    }
  }
}
