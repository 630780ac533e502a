package dev.raincheck.execution;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cancelling, in every state. */
@QuarkusTest
class CancellationTest {

  @BeforeEach
  void awaitEngine() {
    Caller.awaitEngine();
  }

  @Test
  void queued() {
    Gate first = Gate.closed();
    Gate second = Gate.closed();
    String busy = Caller.submit("/test/gated/single", pass(first));
    first.awaitEntry();
    String waiting = Caller.submit("/test/gated/single", pass(second));
    Caller.cancel(waiting)
        .then()
        .statusCode(200)
        .body("state", equalTo("CANCELLED"))
        .body("attempt", equalTo(0))
        .body("startedAt", nullValue());
    first.open("done");
    Caller.ended(busy, "SUCCEEDED");
    assertEquals(0, second.executions());
  }

  @Test
  void delayed() {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/gated/uni", pass(gate), "Call-Delay", "1h");
    Caller.cancel(id).then().statusCode(200).body("state", equalTo("CANCELLED"));
    Caller.result(id).then().statusCode(410);
    assertEquals(0, gate.executions());
  }

  @Test
  void backingOff() {
    String id =
        Caller.submit(
            "/test/failing/status", Map.of("times", 1, "status", 503, "retryAfter", "3600"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Caller.call(id).get("nextAttemptAt") != null);
    Caller.cancel(id).then().statusCode(200).body("state", equalTo("CANCELLED"));
    JsonPath call = Caller.ended(id, "CANCELLED");
    assertEquals(503, call.getInt("attempts[0].failure.status"));
  }

  @Test
  void aRunningUniIsCancelled() {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/gated/uni", pass(gate));
    gate.awaitEntry();
    Caller.cancel(id).then().statusCode(200);
    assertEquals("cancelled", gate.awaitStop());
    assertTrue(Caller.ended(id, "CANCELLED").getBoolean("cancelRequested"));
  }

  @Test
  void aRunningStageIsLeftBehind() {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/gated/stage", pass(gate));
    gate.awaitEntry();
    Caller.cancel(id).then().statusCode(200);
    Caller.ended(id, "CANCELLED");
    gate.open("too late");
    Caller.result(id).then().statusCode(410);
  }

  @Test
  void aRunningThreadIsInterrupted() {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/gated/blocking", pass(gate));
    gate.awaitEntry();
    Caller.cancel(id).then().statusCode(200).body("cancelRequested", equalTo(true));
    assertEquals("interrupted", gate.awaitStop());
    Caller.ended(id, "CANCELLED");
    assertEquals(1, gate.executions());
  }

  @Test
  void whatIgnoresTheInterruptIsGivenUp() {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/gated/stubborn", pass(gate));
    gate.awaitEntry();
    Caller.cancel(id)
        .then()
        .statusCode(200)
        .body("state", equalTo("RUNNING"))
        .body("cancelRequested", equalTo(true));
    assertEquals("cancelled", gate.awaitStop());
    Caller.ended(id, "CANCELLED");
    gate.open("too late");
    Caller.result(id).then().statusCode(410);
  }

  @Test
  void ended() {
    Gate gate = Gate.closed();
    gate.open("done");
    String id = Caller.submit("/test/gated/uni", pass(gate));
    String before = Caller.ended(id, "SUCCEEDED").prettify();
    assertEquals(before, Caller.cancel(id).then().statusCode(200).extract().jsonPath().prettify());
    Caller.result(id).then().statusCode(200).body(equalTo("done"));
  }

  @Test
  void twice() {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/gated/stubborn", pass(gate));
    gate.awaitEntry();
    Caller.cancel(id).then().statusCode(200);
    Caller.cancel(id).then().statusCode(200);
    Caller.ended(id, "CANCELLED");
    Caller.cancel(id).then().statusCode(200).body("state", equalTo("CANCELLED"));
    gate.open("too late");
  }

  private static Map<String, String> pass(Gate gate) {
    return Map.of("gate", gate.key(), "who", "me");
  }
}
