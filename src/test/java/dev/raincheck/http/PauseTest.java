package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.core.PauseStore;
import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a paused procedure does, and does not. */
@QuarkusTest
class PauseTest {
  private static final String PROCEDURE = "test.gated.stage";
  private static final String PATH = "/test/gated/stage";

  private final Gate gate = Gate.closed();

  @Inject PauseStore store;

  @AfterEach
  void resume() {
    ask("resume").statusCode(200);
  }

  @Test
  void nothingStartsUntilItIsResumed() {
    ask("pause").statusCode(200).body("name", equalTo(PROCEDURE)).body("paused", equalTo(true));
    ask("pause").statusCode(200).body("paused", equalTo(true));
    String call = submit();
    assertEquals("QUEUED", Caller.call(call).getString("state"));
    // Another call, which has all the time to be claimed with this one.
    Caller.ended(Caller.submit("/test/context/worker", "", "Call-Delay", "1ms"), "SUCCEEDED");
    given().get("/procedures/{name}", PROCEDURE).then().body("paused", equalTo(true));
    assertEquals("QUEUED", Caller.call(call).getString("state"));
    assertEquals(0, Caller.call(call).getInt("attempt"));
    assertEquals(0, gate.executions());

    ask("resume").statusCode(200).body("paused", equalTo(false));
    gate.open("done");
    Caller.ended(call, "SUCCEEDED");
    given()
        .get("/procedures")
        .then()
        .body("items.find { it.name == '" + PROCEDURE + "' }.paused", equalTo(false));
  }

  @Test
  void whatRunsRunsOn() {
    String call = submit();
    gate.awaitEntry();
    ask("pause").statusCode(200);
    String waiting = submit();
    gate.open("done");
    Caller.ended(call, "SUCCEEDED");
    assertEquals("QUEUED", Caller.call(waiting).getString("state"));
    Caller.cancel(waiting);
    assertEquals("CANCELLED", Caller.ended(waiting).getString("state"));
  }

  /** As another replica would have written it. */
  @Test
  void isFoundOutWithoutASignal() {
    store.pause(PROCEDURE).await().indefinitely();
    await()
        .untilAsserted(
            () ->
                given().get("/procedures/{name}", PROCEDURE).then().body("paused", equalTo(true)));
    String call = submit();
    assertEquals("QUEUED", Caller.call(call).getString("state"));
    store.resume(PROCEDURE).await().indefinitely();
    gate.open("done");
    Caller.ended(call, "SUCCEEDED");
  }

  @Test
  void thereHasToBeSuchAProcedure() {
    Problems.refused(given().post("/procedures/nobody/pause"), 404, "not-found");
    Problems.refused(given().post("/procedures/nobody/resume"), 404, "not-found");
  }

  private String submit() {
    return Caller.submit(PATH, Map.of("gate", gate.key(), "who", "me"));
  }

  private static ValidatableResponse ask(String what) {
    return given().post("/procedures/{name}/{what}", PROCEDURE, what).then();
  }
}
