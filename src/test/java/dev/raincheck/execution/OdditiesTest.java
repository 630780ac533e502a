package dev.raincheck.execution;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.http.Problems;
import dev.raincheck.testprocedures.Caller;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a procedure does, its call ends, and tells nothing of the inside. */
@QuarkusTest
class OdditiesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"checked", "unchecked", "interrupted", "error", "memory", "stack", "linkage"})
  void anythingIsThrown(String kind) {
    assertFailed("throws", kind, 500, "internal");
    assertFailed("fails", kind, 500, "internal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null-uni", "null-stage"})
  void nothingIsReturnedForAPromise(String path) {
    assertFailed(path, "", 500, "internal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"never", "never-stage"})
  void itNeverCompletes(String path) {
    assertFailed(path, "", 504, "attempt-timeout");
  }

  @ParameterizedTest
  @ValueSource(strings = {"throwing", "endless"})
  void theResultCannotBeWritten(String kind) {
    assertFailed("unwritable", kind, 500, "result-not-encodable")
        .then()
        .body("retryable", equalTo(false))
        .body("attempt", equalTo(1));
  }

  @Test
  void theTitleOfItsProblemCannotBeStored() {
    String id = Caller.submit("/test/odd/title", Map.of("kind", ""));
    assertEquals("zero", Caller.ended(id, "FAILED").getString("failure.title"));
    Caller.result(id).then().statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"102", "700"})
  void theStatusIsNone(String status) {
    String id = Caller.submit("/test/odd/status", Map.of("kind", status));
    assertEquals(500, Caller.ended(id, "FAILED").getInt("failure.status"));
    Problems.refused(Caller.result(id), 500, "result-not-encodable");
  }

  @Test
  void tenMegabytesAreAResult() {
    String id = Caller.submit("/test/odd/large", Map.of("kind", "10"));
    Caller.ended(id, "SUCCEEDED");
    byte[] body = Caller.result(id).asByteArray();
    assertEquals(10 << 20, body.length);
  }

  @Test
  void aResultBeyondTheLimitIsNone() {
    assertFailed("large", "12", 500, "result-not-encodable")
        .then()
        .body("detail", containsString("bytes"));
  }

  private static Response assertFailed(String path, String kind, int status, String slug) {
    String id = Caller.submit("/test/odd/" + path, Map.of("kind", kind));
    Caller.ended(id, "FAILED");
    Response result = Caller.result(id);
    Problems.refused(result, status, slug)
        .header("Call-State", "FAILED")
        .body("instance", equalTo("/calls/" + id));
    return result;
  }

  @Test
  void whatTheDatabaseRefusesFailsItsCall() {
    String id = Caller.submit("/test/zero", "");
    Caller.ended(id, "FAILED");
    Caller.result(id)
        .then()
        .statusCode(500)
        .contentType("application/problem+json")
        .body("type", equalTo("/problems/result-not-encodable"));
  }
}
