package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

import dev.raincheck.contract.ProblemType;
import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be called, what its queue takes, and what the problems mean. */
@QuarkusTest
class ProceduresTest {

  @Test
  void allAreListed() {
    given()
        .get("/procedures")
        .then()
        .statusCode(200)
        .body("items.name", hasItems("fetch", "test.greeting", "test.echo.item"))
        .body("items.find { it.name == 'fetch' }.path", equalTo("/fetches"))
        .body("items.find { it.name == 'fetch' }.method", equalTo("POST"))
        .body("items.find { it.name == 'test.greeting' }.path", equalTo("/test/greetings/{name}"));
  }

  @Test
  void oneIsShown() {
    Caller.ended(Caller.submit("/test/context/worker", ""), "SUCCEEDED");
    given()
        .get("/procedures/test.context.worker")
        .then()
        .statusCode(200)
        .body("name", equalTo("test.context.worker"))
        .body("path", equalTo("/test/context/worker"))
        .body("policy.maxAttempts", equalTo(5))
        .body("policy.backoff", equalTo("1s"))
        .body("policy.retention", equalTo("7d"))
        .body("ended.SUCCEEDED", greaterThan(0))
        .body("ended.size()", equalTo(4))
        .body("latency.run.p50", greaterThan(0f))
        .body("breaker", equalTo("none"));
    Problems.refused(given().get("/procedures/nobody"), 404, "not-found");
  }

  @Test
  void aFullQueueRefuses() {
    Gate gate = Gate.closed();
    Map<String, String> pass = Map.of("gate", gate.key(), "who", "me");
    List<String> ids = new ArrayList<>();
    ids.add(Caller.submit("/test/gated/short-queue", pass));
    gate.awaitEntry();
    ids.add(Caller.submit("/test/gated/short-queue", pass));
    ids.add(Caller.submit("/test/gated/short-queue", pass));
    Problems.refused(Caller.post("/test/gated/short-queue", pass), 503, "queue-full")
        .header("Retry-After", matchesPattern("[1-9]\\d*"))
        .body("retryable", equalTo(true));
    gate.open("done");
    ids.forEach(id -> Caller.ended(id, "SUCCEEDED"));
    Caller.ended(Caller.submit("/test/gated/short-queue", pass), "SUCCEEDED");
  }

  @Test
  void problemsAreListed() {
    given()
        .get("/problems")
        .then()
        .statusCode(200)
        .body("items", hasSize(ProblemType.values().length));
    Problems.refused(given().get("/problems/nothing"), 404, "not-found");
  }

  @ParameterizedTest
  @EnumSource(ProblemType.class)
  void everyProblemIsReadable(ProblemType type) {
    given()
        .get(type.uri())
        .then()
        .statusCode(200)
        .body("type", equalTo(type.uri()))
        .body("title", equalTo(type.title()))
        .body("status", equalTo(type.status()));
  }
}
