package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many calls under one handle. */
@QuarkusTest
class BatchesTest {
  private static final int MANY = 10_000;

  @Test
  void isGatheredInOrder() {
    Response accepted = submit(batch(echo("one"), member("test.echo.none", null), echo("three")));
    String id = accepted.header("Call-Id");
    accepted
        .then()
        .statusCode(202)
        .header("Location", equalTo("/batches/" + id))
        .header(
            "Link",
            equalTo(
                "</batches/%s/result>; rel=\"result\", </batches/%s/events>; rel=\"monitor\""
                    .formatted(id, id)))
        .header("Call-State", equalTo("RUNNING"))
        .header("Retry-After", matchesPattern("[1-9]\\d*"))
        .body("id", equalTo(id))
        .body("state", equalTo("RUNNING"))
        .body("awaiting", equalTo("all"))
        .body("failFast", equalTo(false))
        .body("total", equalTo(3))
        .body("endedAt", nullValue())
        .body("links.result", equalTo("/batches/" + id + "/result"));

    Response result = result(id);
    result
        .then()
        .statusCode(200)
        .contentType("application/json")
        .header("Call-State", equalTo("SUCCEEDED"))
        .header("Preference-Applied", equalTo("wait=30"))
        .body("$", hasSize(3))
        .body("index", contains(0, 1, 2))
        .body("state", everyItem(equalTo("SUCCEEDED")))
        .body("status", everyItem(equalTo(200)))
        .body("bodyEncoding", everyItem(nullValue()))
        .body("[0].body.text", equalTo("one"))
        .body("[1].body.nothing", equalTo("came"))
        .body("[2].body.text", equalTo("three"));
    // Each is a call like any other.
    Caller.ended(result.jsonPath().getString("[1].callId"), "SUCCEEDED");
    given()
        .get("/batches/{id}", id)
        .then()
        .statusCode(200)
        .body("state", equalTo("SUCCEEDED"))
        .body("endedAt", notNullValue())
        .body("counts.SUCCEEDED", equalTo(3))
        .body("counts.QUEUED", equalTo(0));
  }

  @Test
  void oneRequestDoesItAll() {
    submit(batch(echo("a"), echo("b")), "Prefer", "wait=30")
        .then()
        .statusCode(200)
        .header("Content-Location", matchesPattern("/batches/.*/result"))
        .header("Call-State", equalTo("SUCCEEDED"))
        .header("Preference-Applied", equalTo("wait=30"))
        .body("body.text", contains("a", "b"));
  }

  @Test
  void whatIsNotJsonIsAString() {
    Response result =
        result(
            id(
                submit(
                    batch(
                        member("test.echo.text", "größer"),
                        member("test.echo.bytes", "/wA="),
                        member("test.echo.form", Map.of("a", "x", "b", 7))))));
    result
        .then()
        .body("[0].body", equalTo("größer"))
        .body("[0].bodyEncoding", equalTo("utf-8"))
        .body("[0].contentType", matchesPattern("text/plain.*"))
        .body("[1].body", equalTo("/wA="))
        .body("[1].bodyEncoding", equalTo("base64"))
        .body("[2].body", equalTo("x7"));
  }

  @Test
  void parametersHaveTheirNames() {
    String header = UUID.randomUUID().toString();
    Map<String, Object> input =
        Map.of(
            "path",
            9007199254740993L,
            "query",
            List.of("a", "b"),
            "X-Header",
            header,
            "body",
            Map.of("text", "inside", "number", 3));
    result(id(submit(batch(member("test.echo.all", input)))))
        .then()
        .body("[0].status", equalTo(200))
        .body("[0].body.path", equalTo(9007199254740993L))
        .body("[0].body.query", contains("a", "b"))
        .body("[0].body.header", equalTo(header))
        .body("[0].body.colour", equalTo("GREEN"))
        .body("[0].body.body.text", equalTo("inside"));
  }

  @Test
  void failuresStandAmongTheResults() {
    Response result = result(id(submit(batch(echo("fine"), refused(), echo("too")))));
    result
        .then()
        .statusCode(200)
        .header("Call-State", equalTo("FAILED"))
        .body("state", contains("SUCCEEDED", "FAILED", "SUCCEEDED"))
        .body("[1].status", equalTo(403))
        .body("[1].contentType", equalTo("application/problem+json"))
        .body("[1].body.status", equalTo(403))
        .body("[2].body.text", equalTo("too"));
  }

  @Test
  void anyEndsWithTheFirstSuccess() {
    Gate gate = Gate.closed();
    String id =
        id(
            submit(
                batch(gated(gate), echo("first"), gated(gate)), "any", false, "Prefer", "wait=0"));
    result(id)
        .then()
        .statusCode(200)
        .header("Call-State", equalTo("SUCCEEDED"))
        .body("state[1]", equalTo("SUCCEEDED"))
        .body("status", contains(202, 200, 202))
        .body("[0].body", nullValue());
    Problems.refused(given().delete("/batches/{id}", id), 409, "wrong-state");
    gate.open("done");
    await().untilAsserted(() -> assertEquals(3, batchOf(id).getInt("counts.SUCCEEDED")));
  }

  @Test
  void aNumberWaitsForSoManySuccesses() {
    Gate gate = Gate.closed();
    String id = id(submit(batch(echo("1"), gated(gate), gated(gate)), 2, false));
    given()
        .header("Prefer", "wait=1")
        .get("/batches/{id}/result", id)
        .then()
        .statusCode(202)
        .header("Location", equalTo("/batches/" + id))
        .header("Preference-Applied", equalTo("wait=1"))
        .header("Retry-After", matchesPattern("\\d+"))
        .body("awaiting", equalTo(2))
        .body("counts.SUCCEEDED", equalTo(1));
    gate.open("done");
    given()
        .header("Prefer", "wait=30")
        .get("/batches/{id}", id)
        .then()
        .statusCode(200)
        .body("state", equalTo("SUCCEEDED"));
  }

  @Test
  void whatCannotSucceedAnyMoreHasFailed() {
    String id = id(submit(batch(refused(), refused()), "any", false));
    result(id).then().statusCode(200).header("Call-State", equalTo("FAILED"));
  }

  @Test
  void failingFastCancelsTheRest() {
    Gate gate = Gate.closed();
    Map<String, Object> later = new LinkedHashMap<>(echo("later"));
    later.put("delay", "1h");
    String id = id(submit(batch(gated(gate), later, refused()), "all", true));
    assertEquals("interrupted", gate.awaitStop());
    result(id)
        .then()
        .header("Call-State", equalTo("FAILED"))
        .body("state", contains("CANCELLED", "CANCELLED", "FAILED"))
        .body("status", contains(410, 410, 403))
        .body("[0].body.type", equalTo("/problems/cancelled"));
  }

  @Test
  void isCancelledAsAWhole() {
    Gate gate = Gate.closed();
    Map<String, Object> later = new LinkedHashMap<>(echo("later"));
    later.put("delay", "1h");
    String id = id(submit(batch(gated(gate), echo("done"), later)));
    gate.awaitEntry();
    await().untilAsserted(() -> assertEquals(1, batchOf(id).getInt("counts.SUCCEEDED")));
    given()
        .post("/batches/{id}/cancel", id)
        .then()
        .statusCode(200)
        .body("cancelRequested", equalTo(true))
        .body("counts.SUCCEEDED", equalTo(1));
    assertEquals("interrupted", gate.awaitStop());
    result(id)
        .then()
        .header("Call-State", equalTo("CANCELLED"))
        .body("state", contains("CANCELLED", "SUCCEEDED", "CANCELLED"));
    given().post("/batches/{id}/cancel", id).then().statusCode(200);
  }

  @Test
  void isForgottenWithItsCalls() {
    String key = UUID.randomUUID().toString();
    String id = id(submit(batch(echo("a")), "Idempotency-Key", key));
    String call = result(id).jsonPath().getString("[0].callId");
    given().delete("/batches/{id}", id).then().statusCode(204);
    Problems.refused(given().get("/batches/{id}", id), 404, "not-found");
    Problems.refused(given().get("/batches/{id}/result", id), 404, "not-found");
    await().untilAsserted(() -> given().get("/calls/{id}", call).then().statusCode(404));
    submit(batch(echo("a")), "Idempotency-Key", key)
        .then()
        .statusCode(202)
        .header("Idempotency-Replayed", nullValue());
  }

  @Test
  void theSameKeyIsTheSameBatch() {
    String key = UUID.randomUUID().toString();
    Response first = submit(batch(echo("a"), echo("b")), "Idempotency-Key", key);
    Response second =
        submit(batch(echo("a"), echo("b")), "Idempotency-Key", key, "Operation-Timeout", "1m");
    second
        .then()
        .statusCode(202)
        .header("Idempotency-Replayed", equalTo("true"))
        .header("Call-Id", equalTo(first.header("Call-Id")));
    Problems.refused(
        submit(batch(echo("a"), echo("c")), "Idempotency-Key", key), 422, "key-reused");
    result(first.header("Call-Id")).then().body("body.text", contains("a", "b"));
  }

  @Test
  void oneThatIsWrongRefusesThemAll() {
    Gate gate = Gate.closed();
    Problems.refused(
            submit(
                batch(
                    gated(gate),
                    member("test.echo.item", Map.of("text", "", "number", 101)),
                    member("nobody", null),
                    member("test.echo.item", null),
                    member("test.echo.item", Map.of("text", List.of(1))),
                    member("test.echo.strict", Map.of("tag", "long", "body", Map.of("text", " "))),
                    member("fetch", Map.of("url", "ftp://example.org/")),
                    member("test.echo.strict", "text"))),
            422,
            "validation-failed")
        .body(
            "violations.field",
            contains(
                "calls[1].input.number",
                "calls[1].input.text",
                "calls[2].procedure",
                "calls[3].input",
                "calls[4].input.text",
                "calls[5].input.body.text",
                "calls[5].input.tag",
                "calls[6].input.url",
                "calls[7].input"));
    assertEquals(0, gate.executions());
  }

  @Test
  void itsBoundsAreKept() {
    Problems.refused(submit(batch()), 422, "validation-failed")
        .body("violations.field", contains("calls"));
    Problems.refused(submit(batch(echo("a")), 2, false), 422, "validation-failed")
        .body("violations.field", contains("awaiting"));
    Problems.refused(submit(batch(echo("a")), "most", false), 400, "malformed-request");
    Problems.refused(submit(batch(echo("a")), "Call-Delay", "31d"), 400, "malformed-request");
    Map<String, Object> late = new LinkedHashMap<>(echo("a"));
    late.put("delay", "31d");
    Problems.refused(submit(batch(echo("b"), late)), 422, "validation-failed")
        .body("violations.field", contains("calls[1]"));
    Map<String, Object> odd = new LinkedHashMap<>(echo("a"));
    odd.put("timeout", "soon");
    odd.put("priority", 8);
    Problems.refused(submit(batch(odd)), 422, "validation-failed")
        .body("violations.field", contains("calls[0].priority", "calls[0].timeout"));
    Problems.refused(
        submit(batch(echo("a")), "Call-Callback", "ftp://example.org/"), 422, "target-not-allowed");
    Problems.refused(given().get("/batches/{id}", UUID.randomUUID()), 404, "not-found");
    Problems.refused(given().get("/batches/nothing/result"), 404, "not-found");
    Problems.refused(given().post("/batches/{id}/cancel", UUID.randomUUID()), 404, "not-found");
    Problems.refused(given().delete("/batches/{id}", UUID.randomUUID()), 404, "not-found");
  }

  @Test
  void theHeadersHoldForEveryCall() {
    String id =
        id(submit(batch(echo("a"), echo("b")), "Operation-Timeout", "2h", "Call-Delay", "1h"));
    given()
        .get("/batches/{id}/calls?limit=1", id)
        .then()
        .statusCode(200)
        .header("Link", equalTo("</batches/" + id + "/calls?limit=1&cursor=1>; rel=\"next\""))
        .body("items", hasSize(1))
        .body("items[0].state", equalTo("QUEUED"))
        .body("items[0].notBefore", notNullValue())
        .body("items[0].expiresAt", notNullValue());
    given()
        .get("/batches/{id}/calls?limit=1&cursor=1", id)
        .then()
        .header("Link", nullValue())
        .body("items", hasSize(1));
    given().post("/batches/{id}/cancel", id).then().body("state", equalTo("CANCELLED"));
  }

  @Test
  void aFullQueueStoresNothing() {
    Gate gate = Gate.closed();
    Map<String, Object> single =
        member("test.gated.batch-queue", Map.of("gate", gate.key(), "who", "me"));
    Problems.refused(submit(batch(echo("a"), single, single, single)), 503, "queue-full")
        .header("Retry-After", matchesPattern("[1-9]\\d*"));
    assertEquals(0, gate.executions());
    String id = id(submit(batch(echo("a"), single, single)));
    gate.open("done");
    result(id).then().body("state", everyItem(equalTo("SUCCEEDED")));
  }

  @Test
  void tenThousandInOneRequest() {
    List<Map<String, Object>> calls =
        IntStream.range(0, MANY)
            .mapToObj(i -> member("test.echo.item", Map.of("text", "t" + i)))
            .toList();
    String id = id(submit(calls, "all", false));
    assertEquals("SUCCEEDED", ended(id));

    List<String> texts = result(id).jsonPath().getList("body.text");
    assertEquals(IntStream.range(0, MANY).mapToObj(i -> "t" + i).toList(), texts);
    String lines =
        given().accept("application/x-ndjson").get("/batches/{id}/result", id).asString();
    // JsonPath would compile a script for each line.
    List<String> starts = lines.lines().map(line -> line.split(",", 2)[0]).toList();
    assertEquals(IntStream.range(0, MANY).mapToObj(i -> "{\"index\":" + i).toList(), starts);
    calls = new ArrayList<>(calls);
    calls.add(echo("one more"));
    Problems.refused(submit(calls, "all", false), 422, "validation-failed");
  }

  /** As long as it takes. */
  private static String ended(String id) {
    String state;
    do {
      // Less than the client's own patience.
      state = given().header("Prefer", "wait=10").get("/batches/{id}", id).path("state");
    } while (state.equals("RUNNING"));
    return state;
  }

  private static JsonPath batchOf(String id) {
    return given().get("/batches/{id}", id).jsonPath();
  }

  private static Response result(String id) {
    return given().header("Prefer", "wait=30").get("/batches/{id}/result", id);
  }

  private static String id(Response accepted) {
    assertEquals(202, accepted.statusCode(), accepted.asString());
    return accepted.header("Call-Id");
  }

  private static Map<String, Object> echo(String text) {
    return member("test.echo.item", Map.of("text", text, "number", 1));
  }

  private static Map<String, Object> refused() {
    return member("test.failing.status", Map.of("times", 9, "status", 403));
  }

  private static Map<String, Object> gated(Gate gate) {
    return member("test.gated.blocking", Map.of("gate", gate.key(), "who", "me"));
  }

  private static Map<String, Object> member(String procedure, Object input) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("procedure", procedure);
    member.put("input", input);
    return member;
  }

  private static List<Object> batch(Object... calls) {
    return Arrays.asList(calls);
  }

  private static Response submit(List<?> calls, String... headers) {
    return submit(calls, "all", false, headers);
  }

  private static Response submit(
      List<?> calls, Object awaiting, boolean failFast, String... headers) {
    return Caller.post(
        "/batches",
        Map.of("calls", calls, "awaiting", awaiting, "failFast", failFast),
        Stream.of(headers).toArray(String[]::new));
  }
}
