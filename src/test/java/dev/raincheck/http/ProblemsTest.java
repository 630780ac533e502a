package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;

import dev.raincheck.contract.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages that the types of problems lead to. */
@QuarkusTest
class ProblemsTest {

  @ParameterizedTest
  @EnumSource(ProblemType.class)
  void everyTypeLeadsToWhatItMeans(ProblemType type) {
    given()
        .get(type.uri())
        .then()
        .statusCode(200)
        .body("type", equalTo(type.uri()))
        .body("title", equalTo(type.title()))
        .body("status", equalTo(type.status()))
        .body("retryable", equalTo(type.isRetryable()));
  }

  @Test
  void theListHasThemAll() {
    given()
        .get("/problems")
        .then()
        .statusCode(200)
        .body(
            "items.type",
            hasItems(Arrays.stream(ProblemType.values()).map(ProblemType::uri).toArray()));
  }

  @Test
  void anUnknownOneIsAProblemItself() {
    given()
        .get("/problems/of-another-world")
        .then()
        .statusCode(404)
        .contentType(startsWith("application/problem+json"))
        .body("type", equalTo(ProblemType.NOT_FOUND.uri()));
  }

  @Test
  void aMediaTypeThatIsNotThereIsAProblem() {
    given()
        .accept("text/plain")
        .get("/problems")
        .then()
        .statusCode(406)
        .contentType(startsWith("application/problem+json"));
  }
}
