package dev.raincheck.execution;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Parameters of every kind come back as they went in. */
@QuarkusTest
class ParametersTest {
  private static final String ID = "0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d";

  @Test
  void everyKind() {
    given()
        .urlEncodingEnabled(false)
        .contentType(ContentType.JSON)
        .header("Prefer", "wait=30")
        .header("X-Header", ID)
        .cookie("cookie", "crumb")
        .body(
            Map.of(
                "text",
                "größer 漢字 \u0000 \uD83D\uDE00",
                "number",
                -7,
                "times",
                new String[] {"2026-11-22T08:00:00.123456789Z"}))
        .post("/test/echo/all/9007199254740993;matrix=neo?query=a&query=b%26c&maybe=4&colour=RED")
        .then()
        .statusCode(200)
        .body("path", equalTo(9007199254740993L))
        .body("query[0]", equalTo("a"))
        .body("query[1]", equalTo("b&c"))
        .body("maybe", equalTo(4))
        .body("header", equalTo(ID))
        .body("cookie", equalTo("crumb"))
        .body("matrix", equalTo("neo"))
        .body("colour", equalTo("RED"))
        .body("body.text", equalTo("größer 漢字 \u0000 \uD83D\uDE00"))
        .body("body.number", equalTo(-7))
        .body("body.times[0]", equalTo("2026-11-22T08:00:00.123456789Z"));
  }

  @Test
  void whatIsLeftOut() {
    given()
        .contentType(ContentType.JSON)
        .header("Prefer", "wait=30")
        .body(Map.of("text", "a"))
        .post("/test/echo/all/1")
        .then()
        .statusCode(200)
        .body("query.size()", equalTo(0))
        .body("maybe", nullValue())
        .body("header", nullValue())
        .body("cookie", nullValue())
        .body("matrix", nullValue())
        .body("colour", equalTo("GREEN"))
        .body("body.times", nullValue());
  }

  @Test
  void none() {
    given()
        .header("Prefer", "wait=30")
        .get("/test/echo/none")
        .then()
        .statusCode(200)
        .body("nothing", equalTo("came"));
  }

  @Test
  void aForm() {
    given()
        .header("Prefer", "wait=30")
        .formParam("a", "x y")
        .formParam("b", 3)
        .post("/test/echo/form")
        .then()
        .statusCode(200)
        .body(equalTo("x y3"));
  }

  @Test
  void text() {
    given()
        .header("Prefer", "wait=30")
        .contentType("text/plain;charset=UTF-8")
        .body("größer")
        .put("/test/echo/text")
        .then()
        .statusCode(200)
        .body(equalTo("größer"));
  }

  @Test
  void bytes() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    var response =
        given()
            .header("Prefer", "wait=30")
            .contentType("application/octet-stream")
            .body(bytes)
            .post("/test/echo/bytes");
    assertEquals(200, response.statusCode());
    assertEquals("application/octet-stream", response.contentType());
    assertArrayEquals(bytes, response.asByteArray());
  }
}
