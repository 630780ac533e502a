package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.hamcrest.Matchers;

/** What every problem has to be. */
public final class Problems {
  private static final String INTERNALS =
      "(?s).*(dev\\.raincheck|java\\.|jakarta\\.|io\\.quarkus|com\\.fasterxml|Exception|\\$|"
          + "\\tat |select |insert ).*";

  private Problems() {}

  /** A problem with this status and type, that explains itself and shows nothing of the inside. */
  public static ValidatableResponse refused(Response response, int status, String slug) {
    ValidatableResponse problem =
        response
            .then()
            .statusCode(status)
            .contentType("application/problem+json")
            .body("type", equalTo("/problems/" + slug))
            .body("title", notNullValue())
            .body("status", equalTo(status))
            .body(not(matchesPattern(INTERNALS)));
    given()
        .get(response.jsonPath().getString("type"))
        .then()
        .statusCode(200)
        .body("type", Matchers.equalTo("/problems/" + slug))
        .body("title", equalTo(response.jsonPath().getString("title")));
    return problem;
  }
}
