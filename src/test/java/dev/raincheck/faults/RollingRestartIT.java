package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.raincheck.faults.Executions.Execution;
import dev.raincheck.faults.Executions.Outcome;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three replicas, restarted one after the other while callers go on, lose and fail nothing. */
class RollingRestartIT {
  private static final int REPLICAS = 3;
  private static final int CALLERS = 4;
  private static final int MAX_ATTEMPTS = 5;
  private static final List<Integer> FAREWELLS = List.of(0, 128 + 15);

  /** Longer than a replica waits for it. */
  private static final Map<String, Integer> LONG = Map.of("millis", 3000);

  @TempDir Path directory;
  private Fleet fleet;

  @BeforeEach
  void start() throws Exception {
    // Leases last for an hour: nothing runs again but what was handed over.
    fleet =
        new Fleet(
            directory, "raincheck.execution.lease=1h", "raincheck.execution.drain-grace=300ms");
    fleet.start(REPLICAS);
  }

  @AfterEach
  void stop() throws Exception {
    fleet.close();
  }

  @Test
  void everyCallSucceedsAndNoAttemptIsSpent() throws Exception {
    List<URI> replicas = fleet.replicas().stream().map(Service::uri).toList();
    List<UUID> handedOver = new ArrayList<>();
    Map<UUID, String> tokens;
    try (SteadyCallers callers = SteadyCallers.of(CALLERS, replicas)) {
      for (int i = 0; i < REPLICAS; i++) {
        callers.awaitFurther(5 * CALLERS);
        handedOver.add(Placement.on(fleet.replica(i), LONG, fleet.executions()).callId());
        assertTrue(FAREWELLS.contains(fleet.replica(i).stop()), fleet.replica(i)::log);
        callers.awaitFurther(5 * CALLERS);
        fleet.startAgain(i);
      }
      callers.awaitFurther(5 * CALLERS);
      callers.stop();
      System.out.println("Rolling restart: " + callers);
      tokens = new HashMap<>(callers.tokens());
    }
    for (UUID id : handedOver) {
      JsonNode result = Http.result(replicas.get(0), id, 30).expect(200).json();
      assertTrue(result.path("attempt").asInt() > 1, result::toPrettyString);
      tokens.put(id, result.path("token").asText());
    }

    List<JsonNode> calls = list(replicas.get(0));
    calls.removeIf(call -> call.path("state").asText().equals("CANCELLED")); // by Placement
    // Also that nothing was stored of which no caller knows: one key, one call.
    assertEquals(
        tokens.keySet(),
        calls.stream().map(RollingRestartIT::id).collect(Collectors.toSet()),
        "calls");
    Map<UUID, List<Execution>> executions =
        fleet.executions().all().stream().collect(Collectors.groupingBy(Execution::callId));
    for (JsonNode call : calls) {
      assertEquals("SUCCEEDED", call.path("state").asText(), call::toPrettyString);
      for (JsonNode attempt : call.path("attempts")) {
        assertTrue(attempt.path("failure").isNull(), call::toPrettyString);
      }
      assertEquals(
          MAX_ATTEMPTS + call.path("attempt").asInt() - 1,
          call.path("maxAttempts").asInt(),
          call::toPrettyString);
      assertEquals(
          List.of(tokens.get(id(call))),
          executions.get(id(call)).stream()
              .filter(each -> each.ended(Outcome.OK))
              .map(each -> each.token().toString())
              .toList(),
          "the one that ended, and whose result was told");
    }
  }

  private static UUID id(JsonNode call) {
    return UUID.fromString(call.path("id").asText());
  }

  private static List<JsonNode> list(URI service) throws Exception {
    List<JsonNode> calls = new ArrayList<>();
    String path = "/calls?limit=200";
    while (!path.isEmpty()) {
      Http.Answer page = Http.get(service, path).expect(200);
      page.json().path("items").forEach(calls::add);
      path = page.header("Link").map(next -> next.replaceAll("<(.*)>.*", "$1")).orElse("");
    }
    return calls;
  }
}
