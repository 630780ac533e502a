package dev.raincheck.execution;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fault tolerance around one attempt. */
@QuarkusTest
class GuardsTest {

  @Test
  void quickRetriesHappenWithinAnAttempt() {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/guarded/retry", guarded(gate, 3));
    assertEquals(1, Caller.ended(id, "SUCCEEDED").getInt("attempt"));
    Caller.result(id).then().body(equalTo("execution 4"));
  }

  @Test
  void everyAttemptHasItsQuickRetries() {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/guarded/retry", guarded(gate, 5));
    assertEquals(2, Caller.ended(id, "SUCCEEDED").getInt("attempt"));
    assertEquals(6, gate.executions());
  }

  @ParameterizedTest
  @ValueSource(strings = {"timeout", "timeout-uni"})
  void itsOwnTimeoutIsAFailureOfTheAttempt(String path) {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/guarded/" + path, guarded(gate, 0));
    assertEquals(504, Caller.ended(id, "FAILED").getInt("failure.status"));
    Caller.result(id).then().statusCode(504).body("type", equalTo("/problems/attempt-timeout"));
  }

  @Test
  void aFallbackAnswersInstead() {
    String id = Caller.submit("/test/guarded/fallback", guarded(Gate.closed(), 9));
    Caller.ended(id, "SUCCEEDED");
    Caller.result(id).then().statusCode(200).body(equalTo("instead"));
  }

  @Test
  void anOpenBreakerSpendsNoAttempt() {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/guarded/breaker", guarded(gate, 2));
    JsonPath call = Caller.ended(id, "SUCCEEDED");
    assertEquals(3, call.getInt("attempt"));
    assertEquals(List.of(1, 2, 3), call.getList("attempts.number"));
    assertEquals(3, gate.executions());
  }

  @Test
  void aFullBulkheadSpendsNoAttempt() {
    Gate first = Gate.closed();
    Gate second = Gate.closed();
    String inside = Caller.submit("/test/guarded/bulkhead", guarded(first, 0));
    first.awaitEntry();
    String outside = Caller.submit("/test/guarded/bulkhead", guarded(second, 0));
    JsonPath waiting =
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> Caller.call(outside), call -> call.getString("state").equals("QUEUED"));
    assertEquals(0, waiting.getInt("attempt"));
    assertEquals(List.of(), waiting.getList("attempts"));
    assertNull(waiting.get("failure"));
    first.open("one");
    second.open("two");
    Caller.ended(inside, "SUCCEEDED");
    assertEquals(1, Caller.ended(outside, "SUCCEEDED").getInt("attempt"));
  }

  @Test
  void aConfiguredBreakerShowsItsStateAndSpendsNoAttempt() {
    assertEquals("closed", breaker("test.breaker"));
    assertEquals("none", breaker("test.echo.item"));
    Map<String, Object> plan = new HashMap<>(Map.of("times", 2, "status", 503));
    Caller.ended(Caller.submit("/test/failing/breaker", plan), "FAILED");
    assertEquals("open", breaker("test.breaker"));

    plan.put("times", 0);
    String id = Caller.submit("/test/failing/breaker", plan);
    JsonPath call = Caller.ended(id, "SUCCEEDED");
    assertEquals(1, call.getInt("attempt"));
    assertTrue(call.getDouble("timing.queuedMs") > 0);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> breaker("test.breaker").equals("closed"));
  }

  private static String breaker(String procedure) {
    return given().get("/procedures/{name}", procedure).jsonPath().getString("breaker");
  }

  private static Map<String, Object> guarded(Gate gate, int failures) {
    return Map.of("gate", gate.key(), "failures", failures);
  }
}
