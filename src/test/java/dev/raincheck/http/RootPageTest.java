package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that a newcomer's browser shows first. */
@QuarkusTest
class RootPageTest {
  private static final Pattern LINK = Pattern.compile("<a\\b[^>]*\\bhref=\"([^\"]+)\"");
  private static final Pattern ASSET =
      Pattern.compile("\\bsrc=|@import|url\\(|<link\\b[^>]*href=\"(?!data:)");

  @Test
  void isServed() {
    given()
        .get("/")
        .then()
        .statusCode(200)
        .contentType(startsWith("text/html"))
        .body(containsString("Raincheck"));
  }

  @Test
  void everyLinkLeadsSomewhere() {
    List<String> links = LINK.matcher(page()).results().map(link -> link.group(1)).toList();
    assertTrue(
        links.containsAll(
            List.of(
                "q/swagger-ui/",
                "q/openapi",
                "calls",
                "procedures",
                "problems",
                "q/health",
                "q/metrics")),
        links.toString());
    for (String link : links) {
      given().get("/" + link).then().statusCode(200);
    }
  }

  @Test
  void needsNothingFromElsewhere() {
    assertFalse(ASSET.matcher(page()).results().map(MatchResult::group).findAny().isPresent());
  }

  private static String page() {
    return given().get("/").then().extract().asString();
  }
}
