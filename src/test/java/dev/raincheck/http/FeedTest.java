package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.EventReader;
import dev.raincheck.testprocedures.FailingProcedures.Plan;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The events of all calls in one stream, read as they come. */
@QuarkusTest
class FeedTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Of the call; there are too many to read them all as JSON. */
  private static final Pattern ID = Pattern.compile("^\\{\"id\":\"([-0-9a-f]{36})\"");

  /** More than there can be in one look, or wait for a reader. */
  private static final int MANY = 400;

  @BeforeEach
  void awaitEngine() {
    Caller.awaitEngine();
  }

  private static EventReader read(String procedure, @Nullable String lastEventId) {
    URI uri =
        URI.create("http://localhost:" + RestAssured.port + "/calls/events?procedure=" + procedure);
    return EventReader.open(CLIENT, uri, lastEventId);
  }

  /** A new stream, and where it begins. */
  private static String begin(EventReader reader) {
    return reader.nextOfAll().id();
  }

  private static String id(EventReader.Event event) {
    return ID.matcher(event.data()).results().findFirst().orElseThrow().group(1);
  }

  private static boolean isEnd(EventReader.Event event) {
    return event.call().getString("endedAt") != null;
  }

  /** What is told next of this call. */
  private static EventReader.Event next(EventReader reader, String id) {
    EventReader.Event event = reader.next();
    while (!id(event).equals(id)) {
      event = reader.next();
    }
    return event;
  }

  /** All ends up to that of this call. */
  private static List<EventReader.Event> endsTo(EventReader reader, String last) {
    List<EventReader.Event> ends = new ArrayList<>();
    EventReader.Event event;
    do {
      event = reader.next();
      if (isEnd(event)) {
        ends.add(event);
      }
    } while (!isEnd(event) || !id(event).equals(last));
    return ends;
  }

  private static String ended() {
    String id = Caller.submit("/test/context/worker", "");
    Caller.ended(id, "SUCCEEDED");
    return id;
  }

  private static List<String> ids(List<EventReader.Event> events) {
    return events.stream().map(FeedTest::id).toList();
  }

  @Test
  void whatHappensToCallsIsTold() {
    Gate gate = Gate.closed();
    try (EventReader reader = read("test.gated.blocking", null)) {
      begin(reader);
      String id = Caller.submit("/test/gated/blocking", Map.of("gate", gate.key(), "who", "it"));
      gate.awaitEntry();
      EventReader.Event event = next(reader, id);
      while (!event.state().equals("RUNNING")) {
        event = next(reader, id);
      }
      assertEquals("state", event.name());
      assertFalse(event.id().endsWith("-" + id), "It has no id of its own");
      gate.open("done");
      EventReader.Event end = next(reader, id);
      assertEquals("SUCCEEDED", end.state());
      assertEquals(Caller.call(id).prettify(), end.call().prettify());
      assertTrue(end.id().endsWith("-" + id), end.id());
    }
  }

  @Test
  void theNextAttemptIsTold() {
    try (EventReader reader = read("test.failing.status", null)) {
      begin(reader);
      String id = Caller.submit("/test/failing/status", new Plan(2, 503, null, null));
      List<EventReader.Event> ends = endsTo(reader, id);
      assertEquals(3, ends.get(ends.size() - 1).call().getInt("attempts.size()"));
    }
  }

  @Test
  void whatWaitsIsTold() {
    try (EventReader reader = read("test.context.worker", null)) {
      begin(reader);
      String id = Caller.submit("/test/context/worker", "", "Call-Delay", "1h");
      assertEquals("QUEUED", next(reader, id).state());
      Caller.cancel(id);
      assertEquals("CANCELLED", next(reader, id).state());
    }
  }

  @Test
  void whatHasEndedMeanwhileIsToldOnce() {
    String place;
    try (EventReader reader = read("test.context.worker", null)) {
      begin(reader);
      String id = ended();
      List<EventReader.Event> ends = endsTo(reader, id);
      place = ends.get(ends.size() - 1).id();
    }
    List<String> meanwhile = List.of(ended(), ended(), ended());
    try (EventReader reader = read("test.context.worker", place)) {
      List<EventReader.Event> ends = endsTo(reader, meanwhile.get(2));
      assertEquals(meanwhile, ids(ends));
      String later = ended();
      assertEquals(List.of(later), ids(endsTo(reader, later)));
      place = ends.get(1).id();
      try (EventReader again = read("test.context.worker", place)) {
        assertEquals(List.of(meanwhile.get(2), later), ids(endsTo(again, later)));
      }
    }
  }

  @Test
  void aQuietStreamMovesOnToo() {
    String place;
    try (EventReader reader = read("test.nothing", null)) {
      String first = begin(reader);
      ended();
      do {
        place = reader.nextOfAll().id();
      } while (place.equals(first));
    }
    assertTrue(place.endsWith("-00000000-0000-0000-0000-000000000000"), place);
    String after = ended();
    try (EventReader reader = read("test.context.worker", place)) {
      endsTo(reader, after);
    }
  }

  @Test
  void manyEndsAreToldOnceEach() {
    List<Object> calls =
        Collections.nCopies(
            MANY, Map.of("procedure", "test.echo.item", "input", Map.of("text", "t", "number", 1)));
    try (EventReader live = read("test.echo.item", null)) {
      String place = begin(live);
      String batch = Caller.post("/batches", Map.of("calls", calls)).header("Call-Id");
      List<String> told = new ArrayList<>();
      while (told.size() < MANY) {
        EventReader.Event event = live.next();
        if (isEnd(event)) {
          told.add(id(event));
        }
      }
      Set<String> all = new HashSet<>(told);
      assertEquals(MANY, all.size());
      given().header("Prefer", "wait=30").get("/batches/{id}/result", batch);
      try (EventReader again = read("test.echo.item", place)) {
        List<String> ends = ids(endsTo(again, told.get(MANY - 1)));
        assertEquals(told, ends);
      }
    }
  }

  @Test
  void aPlaceThatThereIsNotIsTheBeginning() {
    String id = ended();
    try (EventReader reader =
        read("test.context.worker", "999999999999999999-00000000-0000-0000-0000-000000000000")) {
      assertTrue(ids(endsTo(reader, id)).contains(id));
      String later = ended();
      assertEquals(List.of(later), ids(endsTo(reader, later)));
    }
  }

  @Test
  void whatIsNoProcedureIsRefused() {
    given()
        .urlEncodingEnabled(false)
        .get("/calls/events?procedure=%00")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/malformed-request"));
  }
}
