package dev.raincheck.faults;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.raincheck.faults.Executions.Execution;
import dev.raincheck.faults.Executions.Outcome;
import io.restassured.http.ContentType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two versions of a service side by side: the older one does not have one of the procedures. */
class VersionsIT {
  private static final int NEWER = 0;
  private static final Map<String, Integer> SHORT = Map.of("millis", 1);
  private static final Map<String, Integer> ENDLESS = Map.of("millis", 3_600_000);
  private static final String WARNING = "Calls wait for procedure \"work\"";

  @TempDir static Path directory;
  private static Fleet fleet;
  private static Service older;

  @BeforeAll
  static void start() throws Exception {
    fleet =
        new Fleet(
            directory,
            "raincheck.execution.lease=2s",
            "raincheck.execution.node-name=newer",
            "raincheck.fetch.allow-private=true",
            "raincheck.procedures.\"work\".max-attempts=2");
    PostgresServer database = fleet.database();
    Service.Plan plan =
        Service.Plan.of(Service.packaged(), directory.resolve("older"))
            .port(Ports.free())
            .database(database.jdbcUrl(), database.user(), database.password())
            .with(
                "raincheck.execution.lease=2s",
                "raincheck.execution.poll-interval=200ms",
                "raincheck.execution.node-name=older",
                "raincheck.delivery.poll-interval=200ms",
                "raincheck.fetch.allow-private=true");
    fleet.start(List.of(fleet.plan(), plan));
    older = fleet.replica(1);
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
  }

  private static URI newer() {
    return fleet.replica(NEWER).uri();
  }

  @Test
  void eachRunsWhatItKnows() throws Exception {
    List<UUID> work = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      work.add(submit("Call-Delay", i + "0ms"));
    }
    for (UUID id : work) {
      Http.result(older.uri(), id, 30).expect(200);
      assertEquals(
          "work", Http.call(older.uri(), id).expect(200).json().path("procedure").asText());
      List<Execution> executions = fleet.executions().of(id);
      assertEquals(
          List.of(fleet.replica(NEWER).pid()), executions.stream().map(Execution::pid).toList());
    }
    assertTrue(listed(older.uri()).containsAll(work));
    assertEquals(404, Http.post(older.uri(), "/work").status());

    try (SlowTarget target = new SlowTarget()) {
      target.open();
      Set<String> nodes = new HashSet<>();
      for (URI service : List.of(newer(), older.uri())) {
        UUID id = fetch(service, target.url("/"));
        Http.result(older.uri(), id, 30).expect(200);
        JsonNode attempts = Http.call(newer(), id).expect(200).json().path("attempts");
        nodes.add(attempts.path(0).path("node").asText());
      }
      assertEquals(Set.of("newer", "older"), nodes);
    }
  }

  @Test
  void theOlderOneLooksAfterWhatItCannotRun() throws Exception {
    UUID again = Http.submit(newer(), Map.of("millis", 4000)).expect(202).callId();
    UUID never = submitEndless();
    UUID unwanted = submitEndless();
    UUID spent = submitEndless("Operation-Timeout", "5s");
    UUID stopped = submitEndless();
    fleet.executions().awaitBegun(stopped, 1);
    isWell();

    // While it runs elsewhere.
    assertEquals("RUNNING", Http.call(older.uri(), stopped).expect(200).state());
    Http.result(older.uri(), stopped, 0).expect(202);
    Http.cancel(older.uri(), stopped).expect(200);
    Http.result(older.uri(), stopped, 30).expect(410);
    fleet
        .database()
        .execute("update raincheck.pending set max_attempts = 1 where id = '" + never + "'");

    // Where it ran is gone, and nobody else knows how to run it.
    fleet.replica(NEWER).kill();
    JsonNode problem = Http.result(older.uri(), never, 30).expect(500).json();
    assertEquals("/problems/crashed", problem.path("type").asText());
    awaitState(again, "QUEUED");
    older.awaitLog(WARNING);
    isWell();
    Http.cancel(older.uri(), unwanted).expect(200);
    assertEquals("CANCELLED", Http.call(older.uri(), unwanted).expect(200).state());
    Http.result(older.uri(), spent, 30).expect(504);
    Http.Answer waits = Http.result(older.uri(), again, 1).expect(202);
    assertEquals(1, waits.json().path("attempt").asInt());
    assertTrue(listed(older.uri()).containsAll(List.of(again, never, unwanted, spent, stopped)));

    // Somebody is there who knows.
    fleet.startAgain(NEWER);
    Http.result(older.uri(), again, 30).expect(200);
    assertEquals(2, fleet.executions().of(again).size());
    assertTrue(fleet.executions().of(again).get(1).ended(Outcome.OK));
    isWell();
    assertEquals(1, older.log().lines().filter(line -> line.contains(WARNING)).count());
  }

  private static void isWell() throws Exception {
    Outage.awaitReadiness(older.uri(), 200, "answers", "held");
    Http.get(older.uri(), "/q/health").expect(200);
    Http.get(older.uri(), "/procedures").expect(200);
    String metrics = Http.get(older.uri(), "/q/metrics").expect(200).text();
    assertTrue(metrics.contains("raincheck_queue_depth"), metrics);
    assertTrue(older.log().lines().noneMatch(line -> line.contains(" ERROR ")), older::log);
  }

  private static UUID submit(String... headers) throws Exception {
    return Http.submit(newer(), SHORT, headers).expect(202).callId();
  }

  private static UUID submitEndless(String... headers) throws Exception {
    return Http.submit(newer(), ENDLESS, headers).expect(202).callId();
  }

  private static UUID fetch(URI service, String url) {
    return UUID.fromString(
        given()
            .contentType(ContentType.JSON)
            .body(Map.of("url", url))
            .post(service.resolve("/fetches"))
            .then()
            .statusCode(202)
            .extract()
            .header("Call-Id"));
  }

  private static void awaitState(UUID id, String state) {
    Awaitility.await(id + " is " + state)
        .atMost(Duration.ofMinutes(1))
        .until(() -> Http.call(older.uri(), id).expect(200).state().equals(state));
  }

  private static Set<UUID> listed(URI service) throws Exception {
    Set<UUID> ids = new HashSet<>();
    Http.get(service, "/calls?limit=200")
        .expect(200)
        .json()
        .path("items")
        .forEach(call -> ids.add(UUID.fromString(call.path("id").asText())));
    return ids;
  }
}
