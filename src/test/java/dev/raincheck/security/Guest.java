package dev.raincheck.security;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;

/**
 * Somebody with credentials, or without.
 *
 * @param authorization value of the header; empty for none
 */
record Guest(String authorization) {
  static final Guest ANONYMOUS = new Guest("");

  static Guest key(String holder) {
    return new Guest(Credentials.withKey(holder));
  }

  static Guest token(String subject, String claims) {
    return new Guest(Credentials.withToken(subject, claims));
  }

  RequestSpecification request() {
    RequestSpecification request = given().contentType(ContentType.JSON);
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  Response post(String path) {
    return request().body("").post(path);
  }

  /** Submits, and returns the id of the call. */
  String submit(String path) {
    Response response = post(path);
    assertEquals(202, response.statusCode(), response.asString());
    return response.header("Call-Id");
  }

  /** Submits, and returns what comes in the end. */
  Response call(String path) {
    return request().header("Prefer", "wait=30").body("").post(path);
  }

  Response get(String path) {
    return request().get(path);
  }

  /** Waits for the end of a call. */
  Response ended(String id) {
    return request().header("Prefer", "wait=30").get("/calls/" + id);
  }

  /** Ids of the calls that it sees. */
  List<String> listed() {
    return get("/calls?limit=200").then().statusCode(200).extract().path("items.id");
  }
}
