package dev.raincheck.ops;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.raincheck.testprocedures.Caller;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators see, and what is forgotten in time. */
@QuarkusTest
class SeenFromOutsideTest {

  @Test
  void metricsTellOfCalls() {
    Caller.ended(Caller.submit("/test/context/worker", ""), "SUCCEEDED");
    String failed = Caller.submit("/test/failing/status", Map.of("times", 9, "status", 500));
    Caller.ended(failed, "FAILED");
    String metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();
    for (String series :
        new String[] {
          "raincheck_calls_stored_total\\{.*procedure=\"test.context.worker\".*\\} [1-9].*",
          "raincheck_calls_ended_total\\{.*procedure=\"test.context.worker\".*SUCCEEDED.*",
          "raincheck_calls_ended_total\\{.*procedure=\"test.failing.status\".*FAILED.*",
          "raincheck_attempts_total\\{.*outcome=\"succeeded\".*test.context.worker.*",
          "raincheck_attempts_total\\{.*outcome=\"failed\".*test.failing.status.*",
          "raincheck_queue_depth\\{.*procedure=\"fetch\".*",
          "raincheck_queue_oldest_seconds\\{.*procedure=\"fetch\".*",
          "raincheck_running\\{.*procedure=\"fetch\".*",
          "raincheck_queue_time_seconds_bucket\\{.*test.context.worker.*le=.*",
          "raincheck_run_time_seconds_bucket\\{.*test.context.worker.*le=.*",
          "raincheck_store_flush_count\\{.*kind=\"accept\".*",
          "raincheck_store_flush_max\\{.*kind=\"end\".*"
        }) {
      org.hamcrest.MatcherAssert.assertThat(
          metrics, matchesPattern("(?s).*\n" + series.replace(".*", "[^\n]*") + "\n.*"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/live", "/ready", "/started"})
  void itIsHealthy(String kind) {
    given().get("/q/health" + kind).then().statusCode(200).body("status", equalTo("UP"));
  }

  @Test
  void readinessKnowsTheDatabase() {
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'raincheck-replica' }.data.database", equalTo("answers"))
        .body("checks.find { it.name == 'raincheck-replica' }.data.lease", equalTo("held"));
  }

  @Test
  void endedCallsAreForgottenInTime() {
    String key = java.util.UUID.randomUUID().toString();
    Map<String, Object> plan = Map.of("times", 0, "status", 0);
    String id = Caller.submit("/test/failing/short-lived", plan, "Idempotency-Key", key);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> given().get("/calls/{id}", id).statusCode() == 404);
    Caller.post("/test/failing/short-lived", plan, "Idempotency-Key", key)
        .then()
        .statusCode(202)
        .header("Idempotency-Replayed", org.hamcrest.Matchers.nullValue());
  }
}
