package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One key, one call. */
@QuarkusTest
class IdempotencyTest {
  private static final int RACERS = 64;

  @Test
  void theSameRequestIsTheSameCall() {
    Gate gate = Gate.closed();
    String key = UUID.randomUUID().toString();
    Response first = submit(gate, key);
    first.then().statusCode(202).header("Idempotency-Replayed", nullValue());
    gate.awaitEntry();

    Response second = submit(gate, key);
    second
        .then()
        .statusCode(202)
        .header("Idempotency-Replayed", "true")
        .header("Call-Id", first.header("Call-Id"))
        .header("Location", first.header("Location"))
        .body("id", equalTo(first.header("Call-Id")));

    gate.open("done");
    Caller.ended(first.header("Call-Id"), "SUCCEEDED");
    submit(gate, key, "Prefer", "wait=30")
        .then()
        .statusCode(200)
        .header("Idempotency-Replayed", "true")
        .header("Call-Id", first.header("Call-Id"))
        .body(equalTo("done"));
    assertEquals(1, gate.executions());
  }

  @Test
  void quotedAndBareAreTheSameKey() {
    Gate gate = Gate.closed();
    gate.open("done");
    String key = UUID.randomUUID().toString();
    assertEquals(
        submit(gate, key).header("Call-Id"), submit(gate, '"' + key + '"').header("Call-Id"));
  }

  @Test
  void anotherRequestIsRefused() {
    Gate gate = Gate.closed();
    Gate other = Gate.closed();
    gate.open("done");
    String key = UUID.randomUUID().toString();
    submit(gate, key).then().statusCode(202);
    Problems.refused(submit(other, key), 422, "key-reused");
    assertEquals(0, other.executions());
  }

  @Test
  void everyProcedureHasItsOwnKeys() {
    Gate gate = Gate.closed();
    gate.open("done");
    String key = UUID.randomUUID().toString();
    String first = submit(gate, key).header("Call-Id");
    String second = Caller.submit("/test/gated/uni", pass(gate), "Idempotency-Key", key);
    assertNotEquals(first, second);
  }

  @Test
  void aForgottenCallSetsItsKeyFree() {
    Gate gate = Gate.closed();
    gate.open("done");
    String key = UUID.randomUUID().toString();
    String first = submit(gate, key).header("Call-Id");
    Caller.ended(first, "SUCCEEDED");
    given().delete("/calls/{id}", first).then().statusCode(204);

    Response second = submit(gate, key);
    second.then().statusCode(202).header("Idempotency-Replayed", nullValue());
    assertNotEquals(first, second.header("Call-Id"));
    Caller.ended(second.header("Call-Id"), "SUCCEEDED");
    assertEquals(2, gate.executions());
  }

  @Test
  void aRaceHasOneExecution() throws Exception {
    Gate gate = Gate.closed();
    String key = UUID.randomUUID().toString();
    CyclicBarrier start = new CyclicBarrier(RACERS);
    ExecutorService racers = Executors.newFixedThreadPool(RACERS);
    try {
      Callable<Response> race =
          () -> {
            start.await();
            return submit(gate, key);
          };
      List<Future<Response>> answers =
          IntStream.range(0, RACERS).mapToObj(i -> racers.submit(race)).toList();
      Set<String> ids = new HashSet<>();
      int replayed = 0;
      for (Future<Response> answer : answers) {
        assertEquals(202, answer.get().statusCode());
        ids.add(answer.get().header("Call-Id"));
        replayed += "true".equals(answer.get().header("Idempotency-Replayed")) ? 1 : 0;
      }
      assertEquals(1, ids.size(), ids::toString);
      assertEquals(RACERS - 1, replayed);
      gate.open("done");
      Caller.ended(ids.iterator().next(), "SUCCEEDED");
      assertEquals(1, gate.executions());
    } finally {
      racers.shutdownNow();
    }
  }

  private static Response submit(Gate gate, String key, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Idempotency-Key";
    all[1] = key;
    return Caller.post("/test/gated/blocking", pass(gate), all);
  }

  private static Map<String, String> pass(Gate gate) {
    return Map.of("gate", gate.key(), "who", "me");
  }
}
