package dev.raincheck.http;

import static dev.raincheck.http.Problems.refused;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.testprocedures.Caller;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The wire contract, held by what was packaged: the same for a JVM and for a native executable,
 * where what reflection, proxies and resources are missing shows only at run time.
 */
@QuarkusIntegrationTest
@TestProfile(Packaged.class)
class WireIT {
  private static FetchTarget target;

  @BeforeAll
  static void open() throws IOException {
    target = new FetchTarget();
  }

  @AfterAll
  static void close() {
    target.close();
  }

  private static Response fetch(String path, String... headers) {
    return Caller.post("/fetches", target.request(path), headers);
  }

  private static String submit(String path, String... headers) {
    return Caller.submit("/fetches", target.request(path), headers);
  }

  @Test
  void aQuickCallIsAnsweredInline() {
    Response answer = fetch("/ok/inline", "Prefer", "wait=20");
    answer
        .then()
        .statusCode(200)
        .header("Call-State", "SUCCEEDED")
        .header("Preference-Applied", "wait=20")
        .header("Content-Location", "/calls/" + answer.header("Call-Id") + "/result")
        .header("Server-Timing", matchesPattern("queue;dur=.*, run;dur=.*, store;dur=.*"))
        .body("status", equalTo(200))
        .body("body", equalTo("/ok/inline"));
  }

  @Test
  void credentialsAreNotStoredInClear() {
    String url = target.request("/ok/credentials").get("url");
    Map<String, Object> request = Map.of("url", url, "headers", Map.of("Authorization", "secret"));
    refused(Caller.post("/fetches", request), 422, "validation-failed");
    assertEquals(0, target.arrivals("/ok/credentials"));
  }

  @Test
  void aHandleLeadsToTheCallAndItsResult() {
    Response handle = fetch("/held/handle");
    String id = handle.header("Call-Id");
    handle.then().statusCode(202).header("Location", "/calls/" + id);
    given().get("/calls/{id}/result", id).then().statusCode(202);
    Awaitility.await().until(() -> target.arrivals("/held/handle") == 1);
    assertEquals("RUNNING", Caller.call(id).getString("state"));
    target.letGo("/held/handle");
    Caller.result(id).then().statusCode(200).body("body", equalTo("/held/handle"));
    assertEquals("SUCCEEDED", Caller.call(id).getString("state"));
  }

  @Test
  void aFailureIsRetried() {
    Response answer = fetch("/flaky/once", "Prefer", "wait=20");
    answer.then().statusCode(200).body("body", equalTo("/flaky/once"));
    JsonPath call = Caller.call(answer.header("Call-Id"));
    assertEquals(2, call.getInt("attempt"));
    assertEquals(502, call.getInt("attempts[0].failure.status"));
  }

  @Test
  void whatFailsForGoodIsAProblemAndCanBeRetried() {
    String id = submit("/fail/always");
    Caller.ended(id, "FAILED");
    refused(Caller.result(id), 502, "upstream-failed")
        .body("attempt", equalTo(3))
        .body("instance", equalTo("/calls/" + id))
        .body("upstreamStatus", equalTo(503));
    given().post("/calls/{id}/retry", id).then().statusCode(202);
    Caller.ended(id, "FAILED");
    assertEquals(6, target.arrivals("/fail/always"));
  }

  @Test
  void aKeyIsOneCall() {
    String id = submit("/ok/key", "Idempotency-Key", "\"wire\"");
    fetch("/ok/key", "Idempotency-Key", "\"wire\"")
        .then()
        .header("Call-Id", id)
        .header("Idempotency-Replayed", "true");
    refused(fetch("/ok/other", "Idempotency-Key", "\"wire\""), 422, "key-reused");
    Caller.ended(id, "SUCCEEDED");
    assertEquals(1, target.arrivals("/ok/key"));
  }

  @Test
  void aDelayedCallCanBeCancelledAndForgotten() {
    String id = submit("/ok/delayed", "Call-Delay", "1h", "Priority", "u=1");
    assertEquals("QUEUED", Caller.call(id).getString("state"));
    refused(given().delete("/calls/{id}", id), 409, "wrong-state");
    Caller.cancel(id).then().statusCode(200).body("state", equalTo("CANCELLED"));
    refused(given().get("/calls/{id}/result", id), 410, "cancelled");
    given().delete("/calls/{id}", id).then().statusCode(204);
    refused(given().get("/calls/{id}", id), 404, "not-found");
  }

  @Test
  void aRunningCallIsCancelled() {
    String id = submit("/held/cancelled");
    Awaitility.await().until(() -> target.arrivals("/held/cancelled") == 1);
    Caller.cancel(id).then().statusCode(200);
    Caller.ended(id, "CANCELLED");
  }

  @Test
  void aSpentBudgetExpiresTheCall() {
    String id = submit("/held/expired", "Operation-Timeout", "300ms");
    Caller.ended(id, "EXPIRED");
    refused(Caller.result(id), 504, "expired");
  }

  @Test
  void badInputIsRefused() {
    refused(Caller.post("/fetches", Map.of("url", "ftp://a/")), 422, "validation-failed")
        .body("violations.field", hasItem("request.url"));
    refused(Caller.post("/fetches", "{"), 400, "malformed-request");
    refused(given().body("x").post("/fetches"), 415, "unsupported-media-type");
    refused(fetch("/ok/bad", "Prefer", "wait=soon"), 400, "malformed-request");
    refused(fetch("/ok/bad", "Call-Delay", "soon"), 400, "malformed-request");
    refused(given().get("/nowhere"), 404, "not-found");
    refused(given().get("/calls?limit=0"), 400, "malformed-request");
  }

  @Test
  void callsAreListedInPages() {
    List<String> ids =
        List.of(submit("/ok/listed/1"), submit("/ok/listed/2"), submit("/ok/listed/3"));
    ids.forEach(id -> Caller.ended(id, "SUCCEEDED"));
    Response page = given().get("/calls?procedure=fetch&state=SUCCEEDED&limit=2");
    page.then().statusCode(200).body("items", hasSize(2));
    page.then().header("Link", containsString("rel=\"next\""));
    given().get("/calls?limit=200").then().body("items.id", hasItems(ids.toArray(String[]::new)));
  }

  @Test
  void proceduresAreListed() {
    given().get("/procedures").then().statusCode(200).body("items.name", hasItem("fetch"));
    given().get("/procedures/fetch").then().statusCode(200).body("path", equalTo("/fetches"));
    refused(given().get("/procedures/nothing"), 404, "not-found");
  }

  @Test
  void whatOperatorsLookAtIsThere() {
    given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    given().get("/q/health/live").then().statusCode(200);
    fetch("/ok/metrics", "Prefer", "wait=20").then().statusCode(200);
    given()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .body(containsString("raincheck_calls_ended_total{procedure=\"fetch\""));
    given().get("/problems").then().statusCode(200);
  }
}
