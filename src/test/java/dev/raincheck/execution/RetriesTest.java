package dev.raincheck.execution;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails is tried again, or not, and leaves a history. */
@QuarkusTest
class RetriesTest {

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void whatMayPassIsTriedAgain(int status) {
    String id = Caller.submit("/test/failing/status", plan(2, status));
    JsonPath call = Caller.ended(id, "SUCCEEDED");
    assertEquals(3, call.getInt("attempt"));
    assertEquals(List.of(1, 2, 3), call.getList("attempts.number"));
    for (int attempt = 0; attempt < 2; attempt++) {
      assertEquals(status, call.getInt("attempts[" + attempt + "].failure.status"));
      assertNotNull(call.getString("attempts[" + attempt + "].failure.title"));
      assertNotNull(call.getString("attempts[" + attempt + "].endedAt"));
    }
    assertNull(call.get("attempts[2].failure"));
    assertNull(call.get("failure"));
    Caller.result(id).then().statusCode(200).body(equalTo("attempt 3"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 409, 410, 418, 422, 451})
  void whatWillNotPassIsNotTriedAgain(int status) {
    Gate gate = Gate.closed();
    Map<String, Object> plan = plan(2, status);
    plan.put("gate", gate.key());
    String id = Caller.submit("/test/failing/status", plan);
    JsonPath call = Caller.ended(id, "FAILED");
    assertEquals(1, call.getInt("attempt"));
    assertEquals(status, call.getInt("failure.status"));
    assertEquals(status, call.getInt("attempts[0].failure.status"));
    assertEquals(1, gate.executions());
    Caller.result(id)
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status))
        .body("retryable", equalTo(false));
  }

  @Test
  void afterTheLastAttemptItHasFailed() {
    String id = Caller.submit("/test/failing/status", plan(9, 503));
    JsonPath call = Caller.ended(id, "FAILED");
    assertEquals(3, call.getInt("attempt"));
    assertEquals(3, call.getInt("maxAttempts"));
    assertEquals(List.of(503, 503, 503), call.getList("attempts.failure.status"));
    Caller.result(id).then().statusCode(503).body("attempt", equalTo(3));
  }

  @Test
  void aReturnedFailureCountsAsOne() {
    String once = Caller.submit("/test/failing/returned", plan(1, 500));
    assertEquals(2, Caller.ended(once, "SUCCEEDED").getInt("attempt"));
    String always = Caller.submit("/test/failing/returned", plan(9, 500));
    Caller.ended(always, "FAILED");
    Caller.result(always).then().statusCode(500).body(equalTo("no 2"));
  }

  @Test
  void theFailuresOwnRetryAfterWins() {
    Map<String, Object> plan = plan(1, 503);
    plan.put("retryAfter", "3600");
    String id = Caller.submit("/test/failing/status", plan);
    JsonPath call = backingOff(id);

    assertEquals("QUEUED", call.getString("state"));
    assertEquals(1, call.getInt("attempt"));
    assertEquals(503, call.getInt("failure.status"));
    Instant ended = Instant.parse(call.getString("attempts[0].endedAt"));
    Instant next = Instant.parse(call.getString("nextAttemptAt"));
    assertEquals(Duration.ofHours(1), Duration.between(ended, next));
    assertNull(call.get("notBefore"));
    String retryAfter = given().get("/calls/{id}", id).header("Retry-After");
    assertTrue(Integer.parseInt(retryAfter) > 1000, retryAfter);

    Caller.cancel(id).then().statusCode(200).body("state", equalTo("CANCELLED"));
  }

  @Test
  void aBudgetThatEndsWhileBackingOffExpires() {
    Map<String, Object> plan = plan(1, 503);
    plan.put("retryAfter", "3600");
    String id = Caller.submit("/test/failing/status", plan, "Operation-Timeout", "2s");
    JsonPath call = Caller.ended(id, "EXPIRED");
    assertEquals(List.of(503), call.getList("attempts.failure.status"));
    assertEquals(504, call.getInt("failure.status"));
  }

  @Test
  void anAttemptThatTakesTooLongIsStoppedAndTriedAgain() {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/gated/timed", Map.of("gate", gate.key(), "who", "me"));
    assertEquals("interrupted", gate.awaitStop());
    assertEquals("interrupted", gate.awaitStop());
    JsonPath call = Caller.ended(id, "FAILED");
    assertEquals(List.of(504, 504), call.getList("attempts.failure.status"));
    Caller.result(id)
        .then()
        .statusCode(504)
        .body("type", equalTo("/problems/attempt-timeout"))
        .body("detail", containsString("time limit"));
  }

  @Test
  void theConfigurationWinsOverTheAnnotation() {
    given()
        .get("/procedures/test.overridden")
        .then()
        .body("policy.maxAttempts", equalTo(7))
        .body("policy.timeout", equalTo("90s"))
        .body("policy.retention", equalTo("1h"));
  }

  private static JsonPath backingOff(String id) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> Caller.call(id), call -> call.get("nextAttemptAt") != null);
  }

  private static Map<String, Object> plan(int times, int status) {
    return new HashMap<>(Map.of("times", times, "status", status));
  }
}
