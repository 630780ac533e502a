package dev.raincheck.testprocedures;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.Set;

/** Calls procedures over HTTP, as the wire contract says it. */
public final class Caller {
  private static final Set<String> FINAL = Set.of("SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED");

  private Caller() {}

  /**
   * Waits until the engine has looked at the queue for the first time: until then a new call waits
   * in line, even if there is room for it.
   */
  public static void awaitEngine() {
    post("/test/context/worker", "", "Prefer", "wait=30").then().header("Call-State", "SUCCEEDED");
  }

  /**
   * Posts JSON.
   *
   * @param headers names and values in turn
   */
  public static Response post(String path, Object body, String... headers) {
    var request = given().contentType(ContentType.JSON).body(body);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.post(path);
  }

  /** Submits, is accepted, and returns the id of the call. */
  public static String submit(String path, Object body, String... headers) {
    Response response = post(path, body, headers);
    assertEquals(202, response.statusCode(), response.asString());
    return response.header("Call-Id");
  }

  /** The call as it is. */
  public static JsonPath call(String id) {
    Response response = given().get("/calls/{id}", id);
    assertEquals(200, response.statusCode(), response.asString());
    return response.jsonPath();
  }

  /** The call when it has ended. */
  public static JsonPath ended(String id) {
    Response response = given().header("Prefer", "wait=30").get("/calls/{id}", id);
    assertEquals(200, response.statusCode(), response.asString());
    JsonPath call = response.jsonPath();
    assertTrue(FINAL.contains(call.getString("state")), response.asString());
    return call;
  }

  /** The call when it has ended, which is to be in this state. */
  public static JsonPath ended(String id, String state) {
    JsonPath call = ended(id);
    assertEquals(state, call.getString("state"), call::prettify);
    return call;
  }

  /** What comes back for the result when the call has ended. */
  public static Response result(String id) {
    return given().header("Prefer", "wait=30").get("/calls/{id}/result", id);
  }

  /** Cancels a call. */
  public static Response cancel(String id) {
    return given().post("/calls/{id}/cancel", id);
  }
}
