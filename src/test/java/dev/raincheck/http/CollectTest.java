package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking at a call and collecting its result, at once or by waiting. */
@QuarkusTest
class CollectTest {

  @BeforeEach
  void awaitEngine() {
    Caller.awaitEngine();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/result"})
  void theEndWakesWhoeverWaits(String what) throws Exception {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/gated/uni", pass(gate));
    CompletableFuture<Response> waiting =
        CompletableFuture.supplyAsync(
            () -> given().header("Prefer", "wait=30").get("/calls/" + id + what));
    given()
        .header("Prefer", "wait=0")
        .get("/calls/" + id)
        .then()
        .statusCode(200)
        .header("Call-State", "RUNNING");
    gate.open("done");
    waiting
        .get(60, TimeUnit.SECONDS)
        .then()
        .statusCode(200)
        .header("Call-State", "SUCCEEDED")
        .header("Preference-Applied", "wait=30")
        .header("Retry-After", nullValue());
  }

  @Test
  void aWaitThatIsOverGivesTheCall() {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/gated/uni", pass(gate));
    given()
        .header("Prefer", "wait=1")
        .get("/calls/{id}", id)
        .then()
        .statusCode(200)
        .header("Preference-Applied", "wait=1")
        .header("Retry-After", matchesPattern("[1-9]\\d*"))
        .body("state", equalTo("RUNNING"));
    given()
        .header("Prefer", "wait=1")
        .get("/calls/{id}/result", id)
        .then()
        .statusCode(202)
        .header("Preference-Applied", "wait=1")
        .body("state", equalTo("RUNNING"));
    gate.open("done");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"no-uuid", "1-1-1-1-1", "0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3", "%00", "%27"})
  void whatIsNoUuidIsNoCall(String id) {
    everyRequestIsRefused(id);
  }

  @Test
  void anUnknownCall() {
    everyRequestIsRefused(UUID.randomUUID().toString());
  }

  private static void everyRequestIsRefused(String id) {
    for (String path : new String[] {"/calls/" + id, "/calls/" + id + "/result"}) {
      Problems.refused(given().urlEncodingEnabled(false).get(path), 404, "not-found");
      Problems.refused(
          given().urlEncodingEnabled(false).header("Prefer", "wait=30").get(path),
          404,
          "not-found");
    }
    for (String action : new String[] {"/cancel", "/retry"}) {
      Problems.refused(
          given().urlEncodingEnabled(false).post("/calls/" + id + action), 404, "not-found");
    }
    Problems.refused(given().urlEncodingEnabled(false).delete("/calls/" + id), 404, "not-found");
  }

  @Test
  void aCancelledCallHasNoResult() {
    String id = Caller.submit("/test/echo/item", Map.of("text", "a"), "Call-Delay", "1h");
    Caller.cancel(id).then().statusCode(200);
    Problems.refused(Caller.result(id), 410, "cancelled")
        .header("Call-State", "CANCELLED")
        .header("Server-Timing", matchesPattern("queue;dur=.*"))
        .body("instance", equalTo("/calls/" + id));
  }

  @Test
  void anExpiredCallHasNoResult() {
    String id =
        Caller.submit(
            "/test/echo/item",
            Map.of("text", "a"),
            "Call-Delay",
            "1h",
            "Operation-Timeout",
            "50ms");
    Problems.refused(Caller.result(id), 504, "expired")
        .header("Call-State", "EXPIRED")
        .body("retryable", equalTo(false));
    assertEquals(0, Caller.ended(id, "EXPIRED").getInt("attempt"));
  }

  @Test
  void aFailureIsReplayed() {
    String id = Caller.submit("/test/failing/problem", Map.of("times", 9, "status", 503));
    for (int i = 0; i < 2; i++) {
      Problems.refused(Caller.result(id), 502, "upstream-failed")
          .header("Call-State", "FAILED")
          .body("upstreamStatus", equalTo(503))
          .body("attempt", equalTo(2))
          .body("retryable", equalTo(true))
          .body("instance", equalTo("/calls/" + id));
    }
    given().get("/calls/{id}", id).then().statusCode(200).body("failure.status", equalTo(502));
  }

  private static Map<String, String> pass(Gate gate) {
    return Map.of("gate", gate.key(), "who", "me");
  }
}
