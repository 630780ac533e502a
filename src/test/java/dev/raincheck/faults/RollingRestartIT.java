package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.raincheck.faults.Executions.Execution;
import dev.raincheck.faults.Executions.Outcome;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three replicas, restarted one after the other while callers go on, lose and fail nothing. */
class RollingRestartIT {
  private static final int REPLICAS = 3;
  private static final int CALLERS = 4;

  @TempDir Path directory;
  private Fleet fleet;

  @BeforeEach
  void start() throws Exception {
    // Leases last, so that nothing can be repeated but what was handed over.
    fleet =
        new Fleet(
            directory, "raincheck.execution.lease=1h", "raincheck.execution.drain-grace=500ms");
    fleet.start(REPLICAS);
  }

  @AfterEach
  void stop() throws Exception {
    fleet.close();
  }

  @Test
  void everyCallSucceedsAndNoneFailsAnAttempt() throws Exception {
    List<URI> replicas = fleet.replicas().stream().map(Service::uri).toList();
    try (Load load = Load.of(CALLERS, replicas)) {
      for (int i = 0; i < REPLICAS; i++) {
        load.awaitFurther(2 * CALLERS);
        int status = fleet.replica(i).stop();
        assertTrue(List.of(0, 128 + 15).contains(status), fleet.replica(i)::log);
        load.awaitFurther(2 * CALLERS);
        fleet.startAgain(i);
      }
      load.awaitFurther(2 * CALLERS);
      load.stop();

      Map<UUID, Integer> repeats = new HashMap<>();
      for (UUID id : load.accepted()) {
        Http.Answer result = Http.result(replicas.get(0), id, 30).expect(200);
        JsonNode call = Http.call(replicas.get(1), id).expect(200).json();
        assertEquals("SUCCEEDED", call.path("state").asText(), call::toPrettyString);
        for (JsonNode attempt : call.path("attempts")) {
          assertTrue(attempt.path("failure").isNull(), call::toPrettyString);
        }
        repeats.put(id, call.path("attempt").asInt() - 1);
        assertEquals(5 + repeats.get(id), call.path("maxAttempts").asInt(), "none is spent");
        List<Execution> executions = fleet.executions().of(id);
        assertEquals(
            List.of(result.json().path("token").asText()),
            executions.stream()
                .filter(each -> each.ended(Outcome.OK))
                .map(each -> each.token().toString())
                .toList());
      }
      // Also those of whose acceptance nobody was told: one key, one call.
      assertEquals(
          load.accepted().size(),
          fleet.database().number("select count(*) from raincheck.call"),
          "calls");
      long repeated = repeats.values().stream().filter(times -> times > 0).count();
      System.out.printf("Rolling restart: %s, %d repeated elsewhere%n", load, repeated);
      assertTrue(repeated > 0, "some calls were handed over");
    }
  }
}
