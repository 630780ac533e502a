package dev.raincheck.builtin.fetch;

import static dev.raincheck.http.Problems.refused;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.store.Quiet;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where nothing is encrypted, no credentials are stored unless the operator wants it. */
@QuarkusTest
@TestProfile(Quiet.class)
class CredentialsTest {
  private static final String REQUEST =
      "{\"url\":\"http://127.0.0.1:1/\",\"headers\":{\"%s\":\"s3cr3t\"}}";

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "COOKIE", "X-Api-Key", "x-auth-token", "Client-Secret"})
  void arrivingWithARequestTheyAreRefused(String header) {
    Response answer = post("/fetches", REQUEST.formatted(header));
    refused(answer, 422, "validation-failed");
    assertEquals("request.headers", answer.jsonPath().getString("violations[0].field"));
    assertTrue(answer.jsonPath().getString("violations[0].message").contains("Authorization"));
    assertFalse(answer.asString().contains("s3cr3t"));
  }

  @Test
  void arrivingWithABatchTheyAreRefused() {
    Response answer =
        post(
            "/batches",
            "{\"calls\":[{\"procedure\":\"fetch\",\"input\":%s}]}"
                .formatted(REQUEST.formatted("Cookie")));
    refused(answer, 422, "validation-failed");
    assertEquals("calls[0].input.headers", answer.jsonPath().getString("violations[0].field"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Accept", "Idempotency-Key", "X-Keyboard", "Author"})
  void otherHeadersAreStored(String header) {
    assertEquals(202, post("/fetches", REQUEST.formatted(header)).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Set-Cookie",
        "Set-Cookie2",
        "X-Authorization",
        "Proxy-Authorization",
        "Authentication-Info",
        "X-CSRF-Token"
      })
  void theyAreKnownByTheirNames(String header) {
    assertTrue(Credentials.isNamed(header));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Idempotency-Key", "WWW-Authenticate", "Content-Type", "Monkey"})
  void othersAreNot(String header) {
    assertFalse(Credentials.isNamed(header));
  }

  private static Response post(String path, String body) {
    return given().contentType(ContentType.JSON).body(body).post(path);
  }
}
