package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The answer to a submit: the handle, and what it leads to. */
@QuarkusTest
class SubmitTest {

  @BeforeEach
  void awaitEngine() {
    Caller.awaitEngine();
  }

  private static final String UUID7 =
      "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{3})?Z";
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "procedure",
          "state",
          "createdAt",
          "notBefore",
          "expiresAt",
          "startedAt",
          "endedAt",
          "attempt",
          "maxAttempts",
          "nextAttemptAt",
          "cancelRequested",
          "progress",
          "failure",
          "attempts",
          "timing",
          "links");

  @Test
  void theHandleHasEveryHeader() {
    Gate gate = Gate.closed();
    Response response = Caller.post("/test/gated/uni", pass(gate));
    String id = response.header("Call-Id");

    response
        .then()
        .statusCode(202)
        .contentType("application/json")
        .header("Call-Id", matchesPattern(UUID7))
        .header("Call-State", "RUNNING")
        .header("Location", "/calls/" + id)
        .header("Link", containsString("</calls/" + id + "/result>; rel=\"result\""))
        .header("Retry-After", matchesPattern("[1-9]\\d*"))
        .header("Vary", containsString("Prefer"))
        .header("Preference-Applied", nullValue())
        .header("Idempotency-Replayed", nullValue());
    gate.open("done");
  }

  @Test
  void theBodyIsTheCallWithEveryField() {
    Gate gate = Gate.closed();
    Response response =
        Caller.post("/test/gated/uni", pass(gate), "Operation-Timeout", "5m", "Priority", "u=1");
    String id = response.header("Call-Id");

    Map<String, Object> call = response.jsonPath().getMap("");
    assertEquals(FIELDS, call.keySet());
    response
        .then()
        .body("id", equalTo(id))
        .body("procedure", equalTo("test.gated.uni"))
        .body("state", equalTo("RUNNING"))
        .body("createdAt", matchesPattern(TIME))
        .body("notBefore", nullValue())
        .body("expiresAt", matchesPattern(TIME))
        .body("startedAt", matchesPattern(TIME))
        .body("endedAt", nullValue())
        .body("attempt", equalTo(1))
        .body("maxAttempts", equalTo(5))
        .body("nextAttemptAt", nullValue())
        .body("cancelRequested", equalTo(false))
        .body("progress", nullValue())
        .body("failure", nullValue())
        .body("attempts", hasSize(1))
        .body("attempts[0].number", equalTo(1))
        .body("attempts[0].startedAt", matchesPattern(TIME))
        .body("attempts[0].endedAt", nullValue())
        .body("attempts[0].node", matchesPattern(".+"))
        .body("attempts[0].failure", nullValue())
        .body("links.self", equalTo("/calls/" + id))
        .body("links.result", equalTo("/calls/" + id + "/result"))
        .body("links.cancel", equalTo("/calls/" + id + "/cancel"));
    assertEquals(
        Set.of("number", "startedAt", "endedAt", "node", "failure"),
        response.jsonPath().getMap("attempts[0]").keySet());
    JsonPath body = response.jsonPath();
    assertEquals(
        Instant.parse(body.getString("createdAt")).plusSeconds(300),
        Instant.parse(body.getString("expiresAt")));
    gate.open("done");
  }

  @Test
  void theCallGoesOnAndItsEndShows() {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/gated/blocking", pass(gate));
    gate.awaitEntry();
    assertEquals("RUNNING", Caller.call(id).getString("state"));
    gate.open("the answer");

    JsonPath call = Caller.ended(id, "SUCCEEDED");
    assertEquals(FIELDS, call.getMap("").keySet());
    assertTrue(call.getString("endedAt").matches(TIME));
    assertTrue(call.getString("attempts[0].endedAt").matches(TIME));
    assertTrue(call.getDouble("timing.totalMs") >= call.getDouble("timing.runningMs"));
    Caller.result(id)
        .then()
        .statusCode(200)
        .header("Call-Id", id)
        .header("Call-State", "SUCCEEDED")
        .header(
            "Server-Timing",
            matchesPattern("queue;dur=\\d+\\.\\d, run;dur=\\d+\\.\\d, store;dur=\\d+\\.\\d"))
        .body(equalTo("the answer"));
  }

  @Test
  void anUnendedCallHasNoResultYet() {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/gated/uni", pass(gate));
    given()
        .get("/calls/{id}/result", id)
        .then()
        .statusCode(202)
        .header("Location", "/calls/" + id)
        .header("Retry-After", matchesPattern("[1-9]\\d*"))
        .header("Call-State", "RUNNING")
        .body("id", equalTo(id));
    gate.open("done");
  }

  @Test
  void idsGrow() {
    String first = Caller.submit("/test/context/worker", "");
    String second = Caller.submit("/test/context/worker", "");
    assertTrue(first.compareTo(second) < 0, first + " before " + second);
  }

  @Test
  void waitingLongerThanTheProcedureTakesGivesTheAnswerItself() {
    Response response =
        Caller.post("/test/echo/item", Map.of("text", "a", "number", 1), "Prefer", "wait=25");
    String id = response.header("Call-Id");
    response
        .then()
        .statusCode(200)
        .header("Call-State", "SUCCEEDED")
        .header("Content-Location", "/calls/" + id + "/result")
        .header("Preference-Applied", "wait=25")
        .header("Vary", containsString("Prefer"))
        .header("Location", nullValue())
        .header("Server-Timing", allOf(containsString("queue;dur="), containsString("store;dur=")))
        .body("text", equalTo("a"))
        .body("number", equalTo(1));
  }

  @Test
  void thePreferenceIsCapped() {
    Caller.post("/test/echo/item", Map.of("text", "a"), "Prefer", "wait=3600")
        .then()
        .statusCode(200)
        .header("Preference-Applied", "wait=30");
  }

  @Test
  void aWaitThatIsOverGivesTheHandle() {
    Gate gate = Gate.closed();
    Caller.post("/test/gated/uni", pass(gate), "Prefer", "respond-async, wait=1")
        .then()
        .statusCode(202)
        .header("Preference-Applied", "wait=1")
        .header("Call-State", "RUNNING");
    gate.open("done");
  }

  @Test
  void notWaitingGivesTheHandleAtOnce() {
    Gate gate = Gate.closed();
    Caller.post("/test/gated/uni", pass(gate), "Prefer", "wait=0").then().statusCode(202);
    Caller.post("/test/gated/uni", pass(gate), "Prefer", "respond-async").then().statusCode(202);
    gate.open("done");
  }

  @Test
  void unknownPreferencesAreIgnoredAndHeadersJoined() {
    Caller.post(
            "/test/echo/item",
            Map.of("text", "a"),
            "Prefer",
            "handling=lenient; foo=\"a, wait=0\", return=minimal",
            "Prefer",
            "respond-async, WAIT=20")
        .then()
        .statusCode(200)
        .header("Preference-Applied", "wait=20");
  }

  @Test
  void unknownPropertiesAreIgnored() {
    Caller.post("/test/echo/item", Map.of("text", "a", "what", 1), "Prefer", "wait=30")
        .then()
        .statusCode(200)
        .body("text", equalTo("a"));
  }

  @Test
  void aFailureIsGivenInlineToo() {
    Response response =
        Caller.post("/test/failing/status", Map.of("times", 1, "status", 404), "Prefer", "wait=30");
    response
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .header("Call-State", "FAILED")
        .header("Content-Location", "/calls/" + response.header("Call-Id") + "/result")
        .body("status", equalTo(404))
        .body("attempt", greaterThanOrEqualTo(1))
        .body("instance", equalTo("/calls/" + response.header("Call-Id")));
  }

  private static Map<String, String> pass(Gate gate) {
    return Map.of("gate", gate.key(), "who", "me");
  }
}
