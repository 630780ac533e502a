package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.testprocedures.Caller;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be understood is refused with a problem, and nothing is stored. */
@QuarkusTest
class BadInputTest {
  private static final Map<String, Object> ITEM = Map.of("text", "a", "number", 1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"text\": \"a\"",
        "nonsense",
        "[]",
        "\"text\"",
        "{\"text\": \"a\", \"number\": \"seven\"}",
        "{\"text\": {\"a\": 1}, \"number\": 1}",
        "{\"text\": \"a\", \"number\": 99999999999999}",
        "{\"text\": \"a\", \"times\": [\"yesterday\"]}",
        "{\"text\": \"\\uZZZZ\"}"
      })
  void aBodyThatCannotBeRead(String body) {
    Problems.refused(
        given().contentType(ContentType.JSON).body(body).post("/test/echo/item"),
        400,
        "malformed-request");
  }

  @Test
  void aBodyThatIsNoUtf8() {
    Problems.refused(
        given()
            .contentType(ContentType.JSON)
            .body(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'})
            .post("/test/echo/item"),
        400,
        "malformed-request");
  }

  @Test
  void invalidValues() {
    Problems.refused(
            Caller.post("/test/echo/strict?tag=long", Map.of("text", " ", "number", 101)),
            422,
            "validation-failed")
        .body("violations.field", hasItem(containsString("text")))
        .body("violations.field", hasItem(containsString("number")))
        .body("violations.field", hasItem(containsString("tag")))
        .body("violations.size()", equalTo(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null"})
  void noBody(String body) {
    Problems.refused(
            given().contentType(ContentType.JSON).body(body).post("/test/echo/item"),
            422,
            "validation-failed")
        .body("violations[0].field", equalTo("item"));
  }

  @Test
  void aConstraintOfAnInterface() {
    Problems.refused(given().get("/test/greetings/x"), 422, "validation-failed");
  }

  @Test
  void anotherMediaType() {
    Problems.refused(
        given().contentType("text/csv").body("a,b").post("/test/echo/strict"),
        415,
        "unsupported-media-type");
  }

  @Test
  void aMediaTypeThatIsNone() {
    Problems.refused(
        given()
            .config(
                io.restassured.RestAssured.config()
                    .encoderConfig(
                        io.restassured.config.EncoderConfig.encoderConfig()
                            .encodeContentTypeAs("nonsense", ContentType.TEXT)))
            .header("Content-Type", "nonsense")
            .body("{}")
            .post("/test/echo/strict"),
        415,
        "unsupported-media-type");
  }

  @Test
  void anotherMethod() {
    Problems.refused(given().get("/test/echo/item"), 405, "method-not-allowed");
    Problems.refused(given().put("/calls"), 405, "method-not-allowed");
  }

  @Test
  void aMediaTypeThatIsNotThere() {
    Problems.refused(
        given().accept("image/png").get("/test/answers/declared-text"), 406, "not-acceptable");
    Problems.refused(given().accept("image/png").get("/procedures"), 406, "not-acceptable");
  }

  @Test
  void noSuchPath() {
    Problems.refused(given().get("/test/nowhere"), 404, "not-found");
    Problems.refused(given().accept("text/html").get("/calls/x/nowhere"), 404, "not-found");
  }

  @ParameterizedTest
  @CsvSource({
    "/test/echo/all/seven?colour=RED, X-Header, 0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d, 404",
    "/test/echo/all/7?colour=BLUE, X-Header, 0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d, 404",
    "/test/echo/all/7?maybe=x, X-Header, 0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d, 404",
    "/test/echo/all/7, X-Header, not-a-uuid, 400"
  })
  void aParameterOfAnotherType(String path, String header, String value, int status) {
    Problems.refused(
        Caller.post(path, ITEM, header, value),
        status,
        status == 404 ? "not-found" : "malformed-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait", "wait=", "wait=-1", "wait=soon", "wait=1.5", "wait=9999999999"})
  void aPreferenceThatIsNoNumber(String prefer) {
    Problems.refused(
            Caller.post("/test/echo/item", ITEM, "Prefer", prefer), 400, "malformed-request")
        .body("detail", containsString("Prefer"));
    String id = Caller.submit("/test/echo/item", ITEM);
    Problems.refused(
        given().header("Prefer", prefer).get("/calls/{id}", id), 400, "malformed-request");
    Problems.refused(
        given().header("Prefer", prefer).get("/calls/{id}/result", id), 400, "malformed-request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "10",
        "s",
        "-1s",
        "+1s",
        "1.5s",
        "1 s",
        "1S",
        "PT1S",
        "1w",
        "soon",
        "1s,2s",
        "9999999999999s",
        "31d",
        "999999999999d",
        "999999999999ms"
      })
  void aDurationThatIsNoneOrTooLong(String duration) {
    Problems.refused(
            Caller.post("/test/echo/item", ITEM, "Operation-Timeout", duration),
            400,
            "malformed-request")
        .body("detail", containsString("Operation-Timeout"));
    Problems.refused(
            Caller.post("/test/echo/item", ITEM, "Call-Delay", duration), 400, "malformed-request")
        .body("detail", containsString("Call-Delay"));
  }

  @Test
  void noTimeAtAll() {
    Problems.refused(
        Caller.post("/test/echo/item", ITEM, "Operation-Timeout", "0s"), 400, "malformed-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"\"", "\"open", "a\tb", "gr\u00f6\u00dfe", "\"gr\u00f6\u00dfe\""})
  void aKeyThatIsNone(String key) {
    Problems.refused(
            Caller.post("/test/echo/item", ITEM, "Idempotency-Key", key), 400, "malformed-request")
        .body("detail", containsString("Idempotency-Key"));
  }

  @Test
  void aKeyThatIsTooLong() {
    Problems.refused(
        Caller.post("/test/echo/item", ITEM, "Idempotency-Key", "k".repeat(256)),
        400,
        "malformed-request");
    Caller.submit("/test/echo/item", ITEM, "Idempotency-Key", "k".repeat(255));
  }

  @Test
  void aPriorityThatIsNoneIsIgnored() {
    for (String priority : new String[] {"u=9", "u=-1", "nonsense", "i, u=x"}) {
      Caller.submit("/test/echo/item", ITEM, "Priority", priority);
    }
  }

  @Test
  void whatIsRefusedIsNotStored() {
    Caller.post("/test/echo/strict", Map.of("text", " ")).then().statusCode(422);
    Caller.post("/test/echo/strict", ITEM, "Call-Delay", "x").then().statusCode(400);
    Caller.post("/test/echo/strict", ITEM, "Call-Callback", "x").then().statusCode(422);
    assertEquals(
        0, given().get("/calls?procedure=test.echo.strict").jsonPath().getList("items").size());
  }

  @Test
  void aProblemHasNoNameOfAClass() {
    given()
        .contentType(ContentType.JSON)
        .body("{\"text\": {}}")
        .post("/test/echo/item")
        .then()
        .body("detail", not(containsString("EchoProcedures")))
        .body("detail", containsString("text"));
  }
}
