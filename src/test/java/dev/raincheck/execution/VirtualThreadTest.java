package dev.raincheck.execution;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class VirtualThreadTest {
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  @Test
  void aProcedureRunsOnAVirtualThreadWhereItAsksForOneAndThereIsOne() {
    boolean available = Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
    given()
        .header("Prefer", "wait=20")
        .post("/test/virtual")
        .then()
        .statusCode(200)
        .header("Call-State", "SUCCEEDED")
        .body(startsWith(available ? "VirtualThread[" : "Thread["))
        .body(endsWith("attempt 1"));
  }
}
