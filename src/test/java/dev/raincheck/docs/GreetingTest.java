package dev.raincheck.docs;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** The procedure that the README shows, called as it shows. */
@QuarkusTest
class GreetingTest {

  @Test
  void greets() {
    given()
        .header("Prefer", "wait=30")
        .post("/greetings/Ada")
        .then()
        .statusCode(200)
        .header("Call-State", "SUCCEEDED")
        .body("text", equalTo("Hello, Ada!"));
  }

  @Test
  void hasThePolicyOfItsAnnotation() {
    given()
        .get("/procedures/greet")
        .then()
        .statusCode(200)
        .body("path", equalTo("/greetings/{name}"))
        .body("policy.maxAttempts", equalTo(3))
        .body("policy.timeout", equalTo("10s"));
  }
}
