package dev.raincheck.execution;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When calls start, and when the caller's time is spent. */
@QuarkusTest
class BudgetTest {

  @ParameterizedTest
  @CsvSource({"blocking, interrupted", "uni, cancelled", "stubborn, cancelled"})
  void aRunningAttemptIsStopped(String kind, String how) {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/gated/" + kind, pass(gate, "me"), "Operation-Timeout", "1s");
    assertEquals("me", gate.awaitEntry());
    assertEquals(how, gate.awaitStop());
    JsonPath call = Caller.ended(id, "EXPIRED");
    assertEquals(504, call.getInt("failure.status"));
    assertEquals(1, call.getInt("attempt"));
    assertEquals(false, call.getBoolean("cancelRequested"));
    gate.open("too late");
    Caller.result(id).then().statusCode(504).body("type", equalTo("/problems/expired"));
  }

  @Test
  void aCallExpiresInTheQueue() {
    Gate busy = Gate.closed();
    Gate waiting = Gate.closed();
    String first = Caller.submit("/test/gated/single", pass(busy, "busy"));
    busy.awaitEntry();
    String second =
        Caller.submit("/test/gated/single", pass(waiting, "waiting"), "Operation-Timeout", "200ms");
    assertEquals(0, Caller.ended(second, "EXPIRED").getInt("attempt"));
    busy.open("done");
    Caller.ended(first, "SUCCEEDED");
    assertEquals(0, waiting.executions());
  }

  @Test
  void theProcedureSeesWhatIsLeft() {
    JsonPath known =
        Caller.post("/test/context/worker", "", "Operation-Timeout", "30m", "Prefer", "wait=30")
            .jsonPath();
    long left = known.getLong("remainingMs");
    assertTrue(left > 0 && left <= Duration.ofMinutes(30).toMillis(), () -> left + " ms left");

    JsonPath delayed =
        Caller.post(
                "/test/context/worker",
                "",
                "Operation-Timeout",
                "30m",
                "Call-Delay",
                "500ms",
                "Prefer",
                "wait=30")
            .jsonPath();
    long leftOfDelayed = delayed.getLong("remainingMs");
    assertTrue(
        leftOfDelayed <= Duration.ofMinutes(30).toMillis() - 500, () -> leftOfDelayed + " ms left");
  }

  @Test
  void aDelayIsKept() {
    String id = Caller.submit("/test/context/worker", "", "Call-Delay", "700ms");
    JsonPath call = Caller.call(id);
    assertEquals(
        Duration.ofMillis(700),
        Duration.between(
            Instant.parse(call.getString("createdAt")),
            Instant.parse(call.getString("notBefore"))));
    JsonPath ended = Caller.ended(id, "SUCCEEDED");
    assertTrue(
        !Instant.parse(ended.getString("startedAt"))
            .isBefore(Instant.parse(ended.getString("notBefore"))));
    assertTrue(ended.getDouble("timing.queuedMs") >= 690, ended::prettify);
  }

  @Test
  void noDelayIsNone() {
    Caller.ended(Caller.submit("/test/context/worker", "", "Call-Delay", "0s"), "SUCCEEDED");
  }

  @Test
  void urgentCallsStartFirst() {
    Gate gate = Gate.closed();
    Gate busy = Gate.closed();
    List<String> ids = new ArrayList<>();
    ids.add(Caller.submit("/test/gated/single", pass(busy, "busy")));
    busy.awaitEntry();
    gate.open("done");
    for (String priority : List.of("u=7", "u=3", "u=0", "i, u=5", "u=0;x", "nothing")) {
      ids.add(Caller.submit("/test/gated/single", pass(gate, priority), "Priority", priority));
    }
    busy.open("done");
    List<String> order = new ArrayList<>();
    for (int i = 1; i < ids.size(); i++) {
      order.add(gate.awaitEntry());
    }
    assertEquals(List.of("u=0", "u=0;x", "u=3", "nothing", "i, u=5", "u=7"), order);
    ids.forEach(id -> Caller.ended(id, "SUCCEEDED"));
  }

  private static Map<String, String> pass(Gate gate, String who) {
    return Map.of("gate", gate.key(), "who", who);
  }
}
