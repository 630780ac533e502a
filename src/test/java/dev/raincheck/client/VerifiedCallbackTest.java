package dev.raincheck.client;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.standardwebhooks.Webhook;
import dev.raincheck.contract.Batch;
import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.testprocedures.CallbackReceiver;
import dev.raincheck.testprocedures.Caller;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A resource that receives callbacks. */
@QuarkusTest
class VerifiedCallbackTest {
  private static final String SECRET = "whsec_cmFpbmNoZWNrLWRldmVsb3BtZW50LXNlY3JldA==";
  private static final String WRONG = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String RECEIVER = "/test/callbacks/ended";

  private final String procedure = "of-" + UUID.randomUUID();
  private final BlockingQueue<Call> received = CallbackReceiver.received(procedure);
  private final String id = UUID.randomUUID().toString();

  private String event(String type) {
    return """
        {"specversion": "1.0", "id": "%s", "source": "/calls", "type": "%s",
         "datacontenttype": "application/json", "ofALaterVersion": 1,
         "data": {"id": "%s", "procedure": "%s", "state": "FAILED", "attempt": 1,
                  "createdAt": "2026-11-22T08:00:00Z", "maxAttempts": 1, "attempts": [],
                  "cancelRequested": false}}
        """
        .formatted(id, type, UUID.randomUUID(), procedure);
  }

  private int post(String secret, String body) throws Exception {
    return post(RECEIVER, secret, body);
  }

  private int post(String path, String secret, String body) throws Exception {
    long now = Instant.now().getEpochSecond();
    return given()
        .contentType("application/cloudevents+json")
        .header("webhook-id", id)
        .header("webhook-timestamp", now)
        .header("webhook-signature", new Webhook(secret).sign(id, now, body))
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post(path)
        .statusCode();
  }

  @Test
  void getsTheCallOnce() throws Exception {
    String body = event(Call.ENDED_EVENT);
    assertEquals(204, post(SECRET, body));
    assertEquals(204, post(SECRET, body));
    assertEquals(1, received.size());
    assertEquals(CallState.FAILED, received.remove().state());
  }

  @Test
  void whatIsNotVerifiedDoesNotComeIn() throws Exception {
    assertEquals(401, post(WRONG, event(Call.ENDED_EVENT)));
    given()
        .contentType("application/cloudevents+json")
        .body(event(Call.ENDED_EVENT))
        .post(RECEIVER)
        .then()
        .statusCode(401);
    given().contentType("application/json").post(RECEIVER).then().statusCode(401);
    assertEquals(0, received.size());
    // The forged one has not used up the id.
    assertEquals(204, post(SECRET, event(Call.ENDED_EVENT)));
    assertEquals(1, received.size());
  }

  @Test
  void whatFailsMayComeAgain() throws Exception {
    CallbackReceiver.FAILING.add(procedure);
    assertEquals(503, post(SECRET, event(Call.ENDED_EVENT)));
    assertEquals(0, received.size());
    assertEquals(204, post(SECRET, event(Call.ENDED_EVENT)));
    assertEquals(1, received.size());
  }

  @Test
  void anotherEventIsRefused() throws Exception {
    assertEquals(400, post(SECRET, event("dev.raincheck.something.else")));
    assertEquals(400, post(SECRET, "no JSON"));
    assertEquals(0, received.size());
  }

  @Test
  void aBatchIsNoCallAndACallNoBatch() throws Exception {
    assertEquals(400, post("/test/callbacks/batch-ended", SECRET, event(Call.ENDED_EVENT)));
    assertEquals(400, post(SECRET, event(Batch.ENDED_EVENT)));
  }

  @Test
  void getsABatch() throws Exception {
    String url = "http://127.0.0.1:" + RestAssured.port + "/test/callbacks/batch-ended";
    String batch =
        given()
            .contentType("application/json")
            .header("Call-Callback", url)
            .body("{\"calls\":[{\"procedure\":\"greet\",\"input\":{\"name\":\"Ada\"}}]}")
            .post("/batches")
            .then()
            .statusCode(202)
            .extract()
            .header("Call-Id");
    Batch told = CallbackReceiver.BATCHES.poll(60, TimeUnit.SECONDS);
    assertNotNull(told);
    assertEquals(batch, told.id().toString());
    assertEquals(CallState.SUCCEEDED, told.state());
  }

  @Test
  void getsWhatTheServiceSends() throws Exception {
    BlockingQueue<Call> greetings = CallbackReceiver.received("greet");
    String url = "http://127.0.0.1:" + RestAssured.port + RECEIVER;
    String call = Caller.submit("/greetings/Ada", "", "Call-Callback", url);
    Call told = greetings.poll(60, TimeUnit.SECONDS);
    assertNotNull(told);
    assertEquals(call, told.id().toString());
    assertEquals(CallState.SUCCEEDED, told.state());
    Awaitility.await()
        .until(() -> "DELIVERED".equals(Caller.call(call).getString("deliveries[0].state")));
  }
}
