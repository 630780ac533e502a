package dev.raincheck.client;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.WireDuration;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a request brings goes along with the calls that are made for it. */
@QuarkusTest
class IncomingTest {
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final Duration DAY = Duration.ofDays(1);

  private FakeService service;

  @BeforeEach
  void start() throws IOException {
    service = new FakeService().succeeds("done");
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private RequestSpecification request() {
    return given().contentType(ContentType.TEXT).body(service.uri().toString());
  }

  private Duration budgetSent() {
    return WireDuration.parse(service.requests().get(0).header("Operation-Timeout"));
  }

  @Test
  void theRestOfTheBudget() {
    request()
        .header("Operation-Timeout", "10m")
        .post("/test/nested/plain")
        .then()
        .body(equalTo("done"));
    assertTrue(budgetSent().compareTo(Duration.ofMinutes(10)) < 0, budgetSent()::toString);
    assertNotEquals(Duration.ZERO, budgetSent());
  }

  @Test
  void theRestOfTheBudgetOfACall() {
    request()
        .header("Operation-Timeout", "10m")
        .header("Prefer", "wait=30")
        .post("/test/nested/procedure")
        .then()
        .header("Call-State", "SUCCEEDED")
        .body(equalTo("done"));
    assertTrue(budgetSent().compareTo(Duration.ofMinutes(10)) < 0, budgetSent()::toString);
  }

  @Test
  void withoutABudgetThatOfTheConfiguration() {
    request().post("/test/nested/plain").then().body(equalTo("done"));
    assertTrue(budgetSent().compareTo(DAY) <= 0, budgetSent()::toString);
    assertTrue(budgetSent().compareTo(DAY.minusHours(1)) > 0, budgetSent()::toString);
  }

  @Test
  void aBudgetThatIsNoneIsLeftToOthers() {
    request().header("Operation-Timeout", "soon").post("/test/nested/plain").then().statusCode(200);
    assertTrue(budgetSent().compareTo(DAY.minusHours(1)) > 0, budgetSent()::toString);
  }

  @Test
  void theTrace() {
    request()
        .header("traceparent", PARENT)
        .header("tracestate", "a=b")
        .post("/test/nested/plain")
        .then()
        .body(equalTo("done"));
    assertEquals(PARENT, service.requests().get(0).header("traceparent"));
    assertEquals("a=b", service.requests().get(0).header("tracestate"));
  }
}
