package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
  private static final int SLOTS = 4;
  private static final int MAX_ATTEMPTS = 2;
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
  void whatAKilledReplicaRanRunsAgainElsewhere() throws Exception {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < REPLICAS * SLOTS; i++) {
      boolean blocking = i % 2 == 0;
      ids.add(
          Http.submit(fleet.replica(i % REPLICAS).uri(), work(1000, "blocking", blocking))
              .expect(202)
              .callId());
    }
    for (UUID id : ids) {
      fleet.executions().awaitBegun(id, 1);
    }
    Service victim = fleet.replica(0);
    victim.kill();

    int again = 0;
    for (UUID id : ids) {
      Http.Answer result = Http.result(fleet.replica(1).uri(), id, 30).expect(200);
      List<Execution> executions = fleet.executions().of(id);
      Execution last = executions.get(executions.size() - 1);
      assertEquals(last.token().toString(), result.json().path("token").asText());
      assertTrue(last.ended(Outcome.OK));
      if (executions.get(0).pid() == victim.pid()) {
        again++;
        assertEquals(2, executions.size());
        assertFalse(executions.get(0).ended(Outcome.OK), "it was killed in the middle");
        assertNotEquals(victim.pid(), last.pid());
        JsonNode call = Http.call(fleet.replica(2).uri(), id).expect(200).json();
        assertEquals(2, call.path("attempt").asInt(), call::toPrettyString);
        assertEquals(MAX_ATTEMPTS, call.path("maxAttempts").asInt());
        assertCrashed(call, 0);
        assertNotEquals(node(call, 0), node(call, 1));
        assertTrue(call.at("/attempts/1/failure").isNull(), call::toPrettyString);
      } else {
        assertEquals(1, executions.size());
        assertEquals(1, Http.call(fleet.replica(2).uri(), id).json().path("attempt").asInt());
      }
    }
    assertTrue(again > 0, "the replica ran something when it was killed");
    assertEquals(ids.size() + again, ended(ids), "executions of these calls");
  }

  @Test
  void aCallThatKillsItsProcessOnceSucceeds() throws Exception {
    UUID id = Http.submit(fleet.replica(0).uri(), work(1, "exit", 1)).expect(202).callId();
    Execution first = fleet.executions().awaitBegun(id, 1);
    Service victim = process(first);
    assertEquals(137, victim.awaitEnd());

    URI alive = anyAlive().uri();
    Http.Answer result = Http.result(alive, id, 30).expect(200);
    Execution second = fleet.executions().awaitBegun(id, 2);
    assertEquals(second.token().toString(), result.json().path("token").asText());
    assertCrashed(Http.call(alive, id).expect(200).json(), 0);
  }

  @Test
  void aCallThatKillsItsProcessInEveryAttemptFails() throws Exception {
    UUID id = Http.submit(fleet.replica(0).uri(), work(1, "exit", 100)).expect(202).callId();
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      Execution execution = fleet.executions().awaitBegun(id, attempt);
      assertEquals(attempt, execution.attempt());
      assertEquals(137, process(execution).awaitEnd());
    }

    URI alive = anyAlive().uri();
    Http.Answer result = Http.result(alive, id, 30).expect(500);
    assertEquals("FAILED", result.state());
    assertEquals(CRASHED, result.json().path("title").asText());
    assertEquals(MAX_ATTEMPTS, result.json().path("attempt").asInt());
    assertTrue(result.json().path("detail").asText().contains("every attempt"), result::toString);
    JsonNode call = Http.call(alive, id).expect(200).json();
    assertEquals(CRASHED, call.at("/failure/title").asText(), call::toPrettyString);
    assertEquals(MAX_ATTEMPTS, call.path("attempts").size(), call::toPrettyString);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      assertCrashed(call, attempt);
    }
    assertNotEquals(node(call, 0), node(call, 1));
    assertEquals(MAX_ATTEMPTS, fleet.executions().of(id).size());
  }

  private static Map<String, Object> work(int millis, String property, Object value) {
    return Map.of("millis", millis, property, value);
  }

  private static void assertCrashed(JsonNode call, int attempt) {
    JsonNode failure = call.at("/attempts/" + attempt + "/failure");
    assertEquals(500, failure.path("status").asInt(), call::toPrettyString);
    assertEquals(CRASHED, failure.path("title").asText(), call::toPrettyString);
  }

  private static String node(JsonNode call, int attempt) {
    return call.at("/attempts/" + attempt + "/node").asText();
  }

  private static long ended(List<UUID> ids) throws Exception {
    return fleet.executions().all().stream().filter(each -> ids.contains(each.callId())).count();
  }

  private static Service process(Execution execution) {
    return fleet.replicas().stream()
        .filter(replica -> replica.pid() == execution.pid())
        .findFirst()
        .orElseThrow();
  }

  private static Service anyAlive() {
    return fleet.replicas().stream().filter(Service::isAlive).findFirst().orElseThrow();
  }
}
