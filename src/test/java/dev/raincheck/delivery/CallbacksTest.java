package dev.raincheck.delivery;

import static dev.raincheck.testprocedures.Caller.call;
import static dev.raincheck.testprocedures.Caller.cancel;
import static dev.raincheck.testprocedures.Caller.ended;
import static dev.raincheck.testprocedures.Caller.post;
import static dev.raincheck.testprocedures.Caller.submit;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callbacks from the submit to the receiver. */
@QuarkusTest
class CallbacksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Map<String, Object> WORKS = Map.of("times", 0, "status", 500);
  private static final String WORK = "/test/failing/status";

  @Inject Pool pool;
  private Receiver receiver;

  @BeforeEach
  void start() throws Exception {
    receiver = new Receiver(CallbackSettings.OTHER);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private String submitTold(Object body) {
    return submit(WORK, body, "Call-Callback", receiver.url());
  }

  private static JsonPath awaitDelivery(String id, String state) {
    Awaitility.await(state)
        .atMost(PATIENCE)
        .until(() -> state.equals(call(id).getString("deliveries[0].state")));
    return call(id);
  }

  @Test
  void theEndIsToldAsGetWouldTellIt() {
    String id = submitTold(WORKS);

    Receiver.Received told = receiver.next("the callback");

    assertTrue(told.verified());
    JsonPath event = told.body();
    assertEquals("1.0", event.getString("specversion"));
    assertEquals("dev.raincheck.call.ended", event.getString("type"));
    assertEquals(told.id(), event.getString("id"));
    assertEquals(id, event.getString("subject"));
    assertEquals(event.getString("data.endedAt"), event.getString("time"));
    JsonPath call = awaitDelivery(id, "DELIVERED");
    Map<String, Object> shown = call.getMap("$");
    Map<String, Object> sent = event.getMap("data");
    assertEquals(shown.keySet(), sent.keySet());
    for (String name : shown.keySet()) {
      if (!name.equals("deliveries")) {
        assertEquals(shown.get(name), sent.get(name), name);
      }
    }
    assertEquals(told.id(), call.getString("deliveries[0].id"));
    assertEquals(1, call.getInt("deliveries[0].tries"));
    assertEquals(200, call.getInt("deliveries[0].lastStatus"));
    assertNotNull(call.getString("deliveries[0].deliveredAt"));
    assertNull(call.getString("deliveries[0].nextAt"));
    assertEquals(List.of(), receiver.others());
  }

  @Test
  void aCallWithoutACallbackHasNoDeliveries() {
    String id = submit(WORK, WORKS);
    assertNull(ended(id).get("deliveries"));
    given().post("/calls/{id}/deliver", id).then().statusCode(409);
  }

  @Test
  void whatFailsIsTriedAgainUnderTheSameId() {
    receiver.answers(500, 302, 200);
    String id = submitTold(WORKS);
    Receiver.Received first = receiver.next("the first");
    Receiver.Received second = receiver.next("the second");
    Receiver.Received third = receiver.next("the third");
    assertEquals(first.id(), second.id());
    assertEquals(first.id(), third.id());
    assertTrue(third.verified());
    assertEquals(3, awaitDelivery(id, "DELIVERED").getInt("deliveries[0].tries"));
  }

  @Test
  void goneIsGivenUpAndCanBeDeliveredAgain() {
    receiver.answers(410, 200);
    String id = submitTold(WORKS);
    String webhook = receiver.next("the callback").id();
    awaitDelivery(id, "GIVEN_UP");

    given()
        .post("/calls/{id}/deliver", id)
        .then()
        .statusCode(202)
        .header("Location", equalTo("/calls/" + id));

    assertEquals(webhook, receiver.next("again").id());
    assertEquals(2, awaitDelivery(id, "DELIVERED").getInt("deliveries[0].tries"));
  }

  @Test
  void onlyAnEndIsDelivered() {
    Gate gate = Gate.closed();
    Map<String, String> pass = Map.of("gate", gate.key(), "who", "x");
    String id = submit("/test/gated/uni", pass, "Call-Callback", receiver.url());
    gate.awaitEntry();
    given().post("/calls/{id}/deliver", id).then().statusCode(409);
    cancel(id);
    assertEquals("CANCELLED", receiver.next("its end").body().getString("data.state"));
    given().post("/calls/{id}/deliver", UUID.randomUUID()).then().statusCode(404);
  }

  @Test
  void anExplicitRetryIsToldAnew() {
    String id = submitTold(Map.of("times", 3, "status", 500));
    Receiver.Received failed = receiver.next("the failure");
    assertEquals("FAILED", failed.body().getString("data.state"));
    given().post("/calls/{id}/retry", id).then().statusCode(202);
    Receiver.Received again = receiver.next("the success");
    assertEquals("SUCCEEDED", again.body().getString("data.state"));
    assertNotEquals(failed.id(), again.id());
  }

  @Test
  void aRepeatedSubmitIsToldOnce() {
    String key = UUID.randomUUID().toString();
    for (int i = 0; i < 2; i++) {
      submit(WORK, WORKS, "Call-Callback", receiver.url(), "Idempotency-Key", key);
    }
    receiver.next("the callback");
    String last = submitTold(WORKS);
    assertEquals(last, receiver.next("that of another").body().getString("subject"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://example.org/", "http://a@127.0.0.1/", "/ended", "nonsense"})
  void aTargetThatIsNoneIsRefused(String url) {
    post(WORK, WORKS, "Call-Callback", url)
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("type", equalTo("/problems/target-not-allowed"))
        .body("detail", containsString("callback"));
  }

  @Test
  void noTargetIsLookedUpForWhatIsOutOfBounds() {
    post(WORK, WORKS, "Call-Callback", "nonsense", "Call-Delay", "9999d")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/malformed-request"))
        .body("detail", containsString("Call-Delay"));
  }

  @Test
  void aProcedureMayHaveACallbackByConfiguration() {
    String id = submit("/test/called-back", "");
    ended(id);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> "The connection failed".equals(call(id).getString("deliveries[0].lastError")));
    assertEquals("PENDING", call(id).getString("deliveries[0].state"));
    given().delete("/calls/{id}", id).then().statusCode(204);
  }

  @Test
  void thousandsForADeadTargetDoNotHoldUpOthers() throws Exception {
    UUID call = UUID.fromString(submit(WORK, WORKS));
    ended(call.toString());
    // One takes connections and never answers, one is not there.
    try (ServerSocket silent = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress())) {
      bulk(call, "http://127.0.0.1:" + silent.getLocalPort() + "/a", 3_000);
      bulk(call, "http://127.0.0.1:2/b", 3_000);
      for (int i = 0; i < 30; i++) {
        submitTold(WORKS);
      }
      for (int i = 0; i < 30; i++) {
        assertTrue(receiver.next("callback " + i).verified());
      }
      long untouched =
          pool.preparedQuery("select count(*) from delivery where call_id = $1 and tries = 0")
              .execute(Tuple.of(call))
              .await()
              .atMost(PATIENCE)
              .iterator()
              .next()
              .getLong(0);
      assertTrue(untouched > 5_000, "the dead rest: " + untouched);
    } finally {
      given().delete("/calls/{id}", call).then().statusCode(204);
    }
  }

  private void bulk(UUID call, String target, int count) {
    pool.preparedQuery(
            "insert into delivery (call_id, caller, target, origin)"
                + " select $1, '', $2, substring($2 from '^[^:]+://[^/]+')"
                + " from generate_series(1, $3)")
        .execute(Tuple.of(call, target, count))
        .await()
        .atMost(PATIENCE);
  }

  @Test
  void metricsCountThem() {
    submitTold(WORKS);
    receiver.next("the callback");
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                given()
                    .get("/q/metrics")
                    .then()
                    .body(containsString("raincheck_callbacks_tries_total{outcome=\"delivered\"}"))
                    .body(containsString("raincheck_callbacks_pending")));
  }
}
