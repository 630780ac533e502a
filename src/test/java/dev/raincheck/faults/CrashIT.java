package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.raincheck.faults.Executions.Execution;
import dev.raincheck.faults.Executions.Outcome;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ran in a process that died runs again elsewhere, as often as the call has attempts. */
class CrashIT {
  private static final int REPLICAS = 3;
  private static final int SLOTS = 5;
  private static final int MAX_ATTEMPTS = 2;
  private static final int HALTED = 137;
  private static final String CRASHED = "The process that ran it ended";

  private static Fleet fleet;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    fleet =
        new Fleet(
            directory,
            "raincheck.procedures.\"work\".concurrency=" + SLOTS,
            "raincheck.procedures.\"work\".max-attempts=" + MAX_ATTEMPTS);
    fleet.start(REPLICAS);
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
  }

  @BeforeEach
  void startAgainWhatHasDied() throws Exception {
    for (int i = 0; i < REPLICAS; i++) {
      if (!fleet.replica(i).isAlive()) {
        fleet.startAgain(i);
      }
    }
  }

  @Test
  void whatRanOnTheDeadRunsAgainElsewhere() throws Exception {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < REPLICAS * (SLOTS - 1); i++) {
      Map<String, Object> work = Map.of("millis", 1500, "blocking", i % 2 == 0);
      ids.add(Http.submit(fleet.replica(i % REPLICAS).uri(), work).expect(202).callId());
    }
    // One is killed, and another one by one of its calls.
    Service killed = fleet.replica(0);
    Execution killer = Placement.on(fleet.replica(1), killing(1), fleet.executions());
    ids.add(killer.callId());
    for (UUID id : ids) {
      fleet.executions().awaitBegun(id, 1);
    }
    killed.kill();
    assertEquals(HALTED, fleet.replica(1).awaitEnd());
    List<Execution> before =
        fleet.executions().all().stream().filter(each -> ids.contains(each.callId())).toList();

    URI alive = fleet.replica(2).uri();
    List<UUID> repeated = new ArrayList<>();
    for (UUID id : ids) {
      Http.Answer result = Http.result(alive, id, 30).expect(200);
      List<Execution> executions = fleet.executions().of(id);
      Execution last = executions.get(executions.size() - 1);
      assertEquals(last.token().toString(), result.json().path("token").asText());
      assertTrue(last.ended(Outcome.OK));
      JsonNode call = Http.call(alive, id).expect(200).json();
      assertEquals(executions.size(), call.path("attempt").asInt(), call::toPrettyString);
      assertEquals(MAX_ATTEMPTS, call.path("maxAttempts").asInt());
      assertTrue(
          call.path("attempts").path(executions.size() - 1).path("failure").isNull(),
          call::toPrettyString);
      if (executions.size() > 1) {
        repeated.add(id);
        assertNotEquals(fleet.replica(2).pid(), executions.get(0).pid());
        assertEquals(fleet.replica(2).pid(), last.pid());
        assertCrashed(call, 0);
        assertNotEquals(node(call, 0), node(call, 1));
      }
    }
    List<UUID> interrupted =
        before.stream()
            .filter(each -> each.end().isEmpty() && each.pid() != fleet.replica(2).pid())
            .map(Execution::callId)
            .toList();
    assertTrue(interrupted.contains(killer.callId()));
    assertTrue(
        before.stream().anyMatch(each -> each.end().isEmpty() && each.pid() == killed.pid()));
    assertTrue(repeated.containsAll(interrupted), "all that did not end");
  }

  @Test
  void aCallThatKillsItsProcessInEveryAttemptFails() throws Exception {
    UUID id = Http.submit(fleet.replica(0).uri(), killing(100)).expect(202).callId();
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      Execution execution = fleet.executions().awaitBegun(id, attempt);
      assertEquals(attempt, execution.attempt());
      Service victim =
          fleet.replicas().stream()
              .filter(replica -> replica.pid() == execution.pid())
              .findFirst()
              .orElseThrow();
      assertEquals(HALTED, victim.awaitEnd());
    }

    Service alive = fleet.replicas().stream().filter(Service::isAlive).findFirst().orElseThrow();
    Http.Answer result = Http.result(alive.uri(), id, 30).expect(500);
    assertEquals("FAILED", result.state());
    assertEquals(CRASHED, result.json().path("title").asText());
    assertEquals(MAX_ATTEMPTS, result.json().path("attempt").asInt());
    assertTrue(result.json().path("detail").asText().contains("every attempt"), result::toString);
    JsonNode call = Http.call(alive.uri(), id).expect(200).json();
    assertEquals(CRASHED, call.at("/failure/title").asText(), call::toPrettyString);
    assertEquals(MAX_ATTEMPTS, call.path("attempts").size(), call::toPrettyString);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      assertCrashed(call, attempt);
    }
    assertNotEquals(node(call, 0), node(call, 1));
    assertEquals(MAX_ATTEMPTS, fleet.executions().of(id).size());
  }

  /** Work that ends its process in so many attempts, once its caller has been answered. */
  private static Map<String, Integer> killing(int attempts) {
    return Map.of("millis", 300, "exit", attempts);
  }

  private static void assertCrashed(JsonNode call, int attempt) {
    JsonNode failure = call.at("/attempts/" + attempt + "/failure");
    assertEquals(500, failure.path("status").asInt(), call::toPrettyString);
    assertEquals(CRASHED, failure.path("title").asText(), call::toPrettyString);
  }

  private static String node(JsonNode call, int attempt) {
    return call.at("/attempts/" + attempt + "/node").asText();
  }
}
