package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Retrying and forgetting, where the state allows it and where not. */
@QuarkusTest
class CallStatesTest {

  @Test
  void whatHasNotEndedIsNeitherRetriedNorForgotten() {
    Gate gate = Gate.closed();
    String running = Caller.submit("/test/gated/uni", pass(gate));
    String delayed = Caller.submit("/test/gated/uni", pass(gate), "Call-Delay", "1h");
    for (String id : List.of(running, delayed)) {
      Problems.refused(given().post("/calls/{id}/retry", id), 409, "wrong-state")
          .body("detail", containsString(Caller.call(id).getString("state")));
      Problems.refused(given().delete("/calls/{id}", id), 409, "wrong-state");
    }
    gate.open("done");
    Caller.ended(running, "SUCCEEDED");
    Problems.refused(given().post("/calls/{id}/retry", running), 409, "wrong-state");
    Caller.cancel(delayed).then().statusCode(200);
  }

  @Test
  void whatIsForgottenIsGone() {
    String id = Caller.submit("/test/echo/item", Map.of("text", "a"));
    Caller.ended(id, "SUCCEEDED");
    given().delete("/calls/{id}", id).then().statusCode(204).body(equalTo(""));
    Problems.refused(given().get("/calls/{id}", id), 404, "not-found");
    Problems.refused(given().get("/calls/{id}/result", id), 404, "not-found");
    Problems.refused(given().delete("/calls/{id}", id), 404, "not-found");
  }

  @Test
  void aFailedCallGetsFreshAttempts() {
    String id = Caller.submit("/test/failing/status", Map.of("times", 4, "status", 500));
    Caller.ended(id, "FAILED");
    given()
        .post("/calls/{id}/retry", id)
        .then()
        .statusCode(202)
        .header("Location", "/calls/" + id)
        .header("Call-Id", id)
        .body("id", equalTo(id))
        .body("maxAttempts", equalTo(6));
    JsonPath call = Caller.ended(id, "SUCCEEDED");
    assertEquals(List.of(1, 2, 3, 4, 5), call.getList("attempts.number"));
    Caller.result(id).then().statusCode(200).body(equalTo("attempt 5"));
  }

  @Test
  void aCancelledCallIsRetried() {
    Gate gate = Gate.closed();
    String id = Caller.submit("/test/gated/uni", pass(gate));
    gate.awaitEntry();
    Caller.cancel(id);
    Caller.ended(id, "CANCELLED");
    given().post("/calls/{id}/retry", id).then().statusCode(202);
    gate.awaitEntry();
    gate.open("after all");
    JsonPath call = Caller.ended(id, "SUCCEEDED");
    assertEquals(false, call.getBoolean("cancelRequested"));
    Caller.result(id).then().statusCode(200).body(equalTo("after all"));
  }

  @Test
  void anExpiredCallIsRetriedWithAFreshBudget() {
    String id =
        Caller.submit("/test/context/worker", "", "Call-Delay", "1h", "Operation-Timeout", "2s");
    Caller.ended(id, "EXPIRED");
    given().post("/calls/{id}/retry", id).then().statusCode(202);
    // The delay was over with the first life of the call, so it starts at once.
    Caller.ended(id, "SUCCEEDED");
  }

  private static Map<String, String> pass(Gate gate) {
    return Map.of("gate", gate.key(), "who", "me");
  }
}
