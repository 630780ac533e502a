package dev.raincheck.delivery;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> "DELIVERED".equals(batch(id).getString("deliveries[0].state")));
    return batch(id);
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

  @Test
  void itIsToldOfAFailureToo() {
    submitTold(
        Map.of("procedure", "test.failing.status", "input", Map.of("times", 9, "status", 400)));
    assertEquals("FAILED", receiver.next("the callback").body().getString("data.state"));
  }
}
