package dev.raincheck.execution;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.testprocedures.Caller;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.RedirectConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The result of a call is the response that a synchronous call would have given. */
@QuarkusTest
class AnswersTest {
  private static final Set<String> OF_THE_CALL =
      Set.of("call-id", "call-state", "content-location", "server-timing", "preference-applied");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "json",
        "uni",
        "stage",
        "text",
        "declared-text",
        "html",
        "xml",
        "json-text",
        "own-json",
        "image",
        "number",
        "nothing",
        "null",
        "uni-void",
        "created",
        "typed",
        "rest",
        "uni-rest",
        "status",
        "not-found",
        "mapped",
        "redirect",
        "thrown-redirect"
      })
  void sameAsSynchronous(String kind) {
    Response expected = request().get("/test/plain/{kind}", kind);
    Response inline = request().header("Prefer", "wait=30").get("/test/answers/{kind}", kind);
    assertTrue(expected.statusCode() < 500, expected::asString);
    assertSame(expected, inline);

    String id = inline.header("Call-Id");
    assertSame(expected, request().get("/calls/{id}/result", id));
    assertEquals(
        expected.statusCode() < 400 ? "SUCCEEDED" : "FAILED", Caller.call(id).getString("state"));
  }

  private static RequestSpecification request() {
    return given()
        .config(
            RestAssuredConfig.config()
                .redirect(RedirectConfig.redirectConfig().followRedirects(false)));
  }

  private static void assertSame(Response expected, Response actual) {
    assertEquals(expected.statusCode(), actual.statusCode(), actual::asString);
    assertEquals(headers(expected), headers(actual));
    assertArrayEquals(expected.asByteArray(), actual.asByteArray());
  }

  private static TreeMap<String, Object> headers(Response response) {
    TreeMap<String, Object> headers = new TreeMap<>();
    response
        .headers()
        .forEach(
            header -> {
              String name = header.getName().toLowerCase(java.util.Locale.ROOT);
              boolean ofTheCall = OF_THE_CALL.contains(name);
              boolean varies = name.equals("vary") || name.equals("date");
              boolean ofNoBody = response.statusCode() == 204 && name.equals("content-type");
              if (!ofTheCall && !varies && !ofNoBody) {
                // A location may be relative or not; it leads to the same place.
                String value = header.getValue().replaceFirst("^http://localhost:\\d+", "");
                headers.merge(name, value, (one, two) -> one + ", " + two);
              }
            });
    return headers;
  }
}
