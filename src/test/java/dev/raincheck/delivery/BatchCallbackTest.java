package dev.raincheck.delivery;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of a batch is told to its callback, as that of a call is. */
@QuarkusTest
class BatchCallbackTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Receiver receiver;

  @BeforeEach
  void start() throws Exception {
    receiver = new Receiver(CallbackSettings.OTHER);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private static Map<String, Object> echo(String text) {
    return Map.of("procedure", "test.echo.item", "input", Map.of("text", text, "number", 1));
  }

  private static RequestSpecification request(Object body) {
    return given().contentType(ContentType.JSON).body(body);
  }

  private String submitTold(Object... calls) {
    return request(Map.of("calls", List.of(calls)))
        .header("Call-Callback", receiver.url())
        .post("/batches")
        .then()
        .statusCode(202)
        .extract()
        .header("Call-Id");
  }

  private static JsonPath batch(String id) {
    return given().get("/batches/{id}", id).then().statusCode(200).extract().jsonPath();
  }

  private static JsonPath delivered(String id) {
    return delivery(id, "DELIVERED");
  }

  @Test
  void itsEndIsToldOnceAsGetWouldTellIt() {
    String id = submitTold(echo("a"), echo("b"));

    Receiver.Received told = receiver.next("the callback");

    assertTrue(told.verified());
    JsonPath event = told.body();
    assertEquals("dev.raincheck.batch.ended", event.getString("type"));
    assertEquals(told.id(), event.getString("id"));
    assertEquals(id, event.getString("subject"));
    JsonPath batch = delivered(id);
    assertEquals("SUCCEEDED", event.getString("data.state"));
    for (String name : List.of("id", "state", "endedAt", "counts", "total", "links")) {
      assertEquals(batch.<Object>get(name), event.<Object>get("data." + name), name);
    }
    assertEquals(told.id(), batch.getString("deliveries[0].id"));
    assertEquals(List.of(), receiver.others(), "neither its calls nor a second time");
  }

  @Test
  void whatFailsIsTriedAgainAndCanBeRepeated() {
    receiver.answers(500, 200);
    String id = submitTold(echo("a"));
    String first = receiver.next("the first").id();
    assertEquals(first, receiver.next("the second").id());
    assertEquals(2, delivered(id).getInt("deliveries[0].tries"));

    given().post("/batches/{id}/deliver", id).then().statusCode(202);
    assertEquals(first, receiver.next("once more").id());
  }

  @Test
  void withoutACallbackThereIsNothingToDeliver() {
    String id =
        request(Map.of("calls", List.of(echo("a"))))
            .header("Prefer", "wait=30")
            .post("/batches")
            .then()
            .statusCode(200)
            .extract()
            .header("Call-Id");
    assertNull(batch(id).get("deliveries"));
    given().post("/batches/{id}/deliver", id).then().statusCode(409);
  }

  private static JsonPath delivery(String id, String state) {
    Awaitility.await(state)
        .atMost(PATIENCE)
        .until(() -> state.equals(batch(id).getString("deliveries[0].state")));
    return batch(id);
  }

  private static Map<String, Object> gated(Gate gate) {
    return Map.of(
        "procedure", "test.gated.blocking", "input", Map.of("gate", gate.key(), "who", "me"));
  }

  @Test
  void itIsToldWhenWhatIsAwaitedHasComeAndNotOfTheRest() {
    Gate gate = Gate.closed();
    String id =
        request(Map.of("calls", List.of(gated(gate), echo("first")), "awaiting", "any"))
            .header("Call-Callback", receiver.url())
            .post("/batches")
            .then()
            .statusCode(202)
            .extract()
            .header("Call-Id");
    JsonPath event = receiver.next("the first success").body();
    assertEquals("SUCCEEDED", event.getString("data.state"));
    assertEquals(1, event.getInt("data.counts.SUCCEEDED"));
    gate.open("done");
    Awaitility.await().atMost(PATIENCE).until(() -> batch(id).getInt("counts.SUCCEEDED") == 2);
    String other = submitTold(echo("other"));
    assertEquals(other, receiver.next("that of another").body().getString("subject"));
    assertEquals(1, batch(id).getList("deliveries").size());
  }

  @Test
  void itsCallsKeepTheCallbackOfTheirProcedure() {
    String id = submitTold(Map.of("procedure", "test.called-back"));
    assertEquals(id, receiver.next("that of the batch").body().getString("subject"));
    String call = given().get("/batches/{id}/calls", id).path("items[0].id");
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                "The connection failed"
                    .equals(Caller.call(call).getString("deliveries[0].lastError")));
    given().delete("/batches/{id}", id).then().statusCode(204);
  }

  @Test
  void goneIsGivenUpAndCanBeDeliveredAgain() {
    receiver.answers(410, 200);
    String id = submitTold(echo("a"));
    String webhook = receiver.next("the callback").id();
    delivery(id, "GIVEN_UP");
    given().post("/batches/{id}/deliver", id).then().statusCode(202);
    assertEquals(webhook, receiver.next("again").id());
    assertEquals(2, delivered(id).getInt("deliveries[0].tries"));
  }

  @Test
  void onlyAnEndIsDelivered() {
    Gate gate = Gate.closed();
    String id = submitTold(gated(gate));
    gate.awaitEntry();
    given().post("/batches/{id}/deliver", id).then().statusCode(409);
    given().post("/batches/{id}/cancel", id).then().statusCode(200);
    assertEquals("CANCELLED", receiver.next("its end").body().getString("data.state"));
    given().post("/batches/{id}/deliver", UUID.randomUUID()).then().statusCode(404);
  }

  @Test
  void aTargetThatIsNoneIsRefusedAndNothingStored() {
    Gate gate = Gate.closed();
    for (String url : List.of("ftp://example.org/", "http://a@127.0.0.1/", "/ended")) {
      request(Map.of("calls", List.of(gated(gate))))
          .header("Call-Callback", url)
          .post("/batches")
          .then()
          .statusCode(422)
          .contentType("application/problem+json")
          .body("type", equalTo("/problems/target-not-allowed"));
    }
    assertEquals(0, gate.executions());
  }

  @Test
  void itIsToldOfAFailureToo() {
    submitTold(
        Map.of("procedure", "test.failing.status", "input", Map.of("times", 9, "status", 400)));
    assertEquals("FAILED", receiver.next("the callback").body().getString("data.state"));
  }
}
