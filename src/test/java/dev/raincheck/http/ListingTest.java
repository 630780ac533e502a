package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.testprocedures.Caller;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of calls, page by page. */
@QuarkusTest
class ListingTest {
  private static final Pattern NEXT = Pattern.compile("<(/calls\\?[^>]+)>; rel=\"next\"");

  @Test
  void pagesLeadToTheEndWithoutRepeating() {
    List<String> submitted = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      submitted.add(form(i));
    }
    Collections.reverse(submitted);
    String since = Caller.call(submitted.get(submitted.size() - 1)).getString("createdAt");

    List<String> seen = new ArrayList<>();
    String page = "/calls?procedure=test.echo.form&limit=3&since=" + since;
    int pages = 0;
    while (page != null) {
      Response response = given().urlEncodingEnabled(false).get(page);
      response.then().statusCode(200).body("items.procedure", everyItem(equalTo("test.echo.form")));
      seen.addAll(response.jsonPath().getList("items.id", String.class));
      page = next(response);
      pages++;
    }
    assertEquals(submitted, seen);
    assertEquals(3, pages);
  }

  @Test
  void aPageThatIsJustFullIsTheLast() {
    form(1);
    Response response = given().get("/calls?procedure=test.echo.form&limit=200");
    assertEquals(null, next(response));
    assertTrue(new HashSet<>(response.jsonPath().getList("items.id")).size() > 0);
  }

  @Test
  void statesAreFilters() {
    String succeeded = form(1);
    Caller.ended(succeeded, "SUCCEEDED");
    String cancelled = Caller.submit("/test/context/worker", "", "Call-Delay", "1h");
    assertListed(cancelled, "QUEUED");
    Caller.cancel(cancelled);
    assertListed(cancelled, "CANCELLED");
    assertListed(cancelled, "expired,cancelled");
    given()
        .get("/calls?state=CANCELLED&state=FAILED")
        .then()
        .statusCode(200)
        .body("items.findAll { it.state == 'SUCCEEDED' }", hasSize(0));
  }

  private static void assertListed(String id, String state) {
    List<String> ids = given().get("/calls?state=" + state).jsonPath().getList("items.id");
    assertTrue(ids.contains(id), state);
  }

  @Test
  void timesAreFilters() {
    String id = form(1);
    String at = Caller.call(id).getString("createdAt");
    given().get("/calls?since=2999-01-01T00:00:00Z").then().body("items", hasSize(0));
    given()
        .urlEncodingEnabled(false)
        .get("/calls?until=2001-01-01T00:00:00%2B01:00")
        .then()
        .body("items", hasSize(0));
    List<String> ids = given().get("/calls?since=" + at).jsonPath().getList("items.id");
    assertTrue(ids.contains(id));
    assertNotNull(given().get("/calls").jsonPath().getList("items"));
  }

  @Test
  void anUnknownProcedureHasNoCalls() {
    given().get("/calls?procedure=nobody").then().statusCode(200).body("items", hasSize(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "procedure=%00",
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=many",
        "limit=1.5",
        "limit=99999999999",
        "cursor=nonsense",
        "cursor=%25",
        "cursor=AAAA",
        "cursor=f_______________________________________",
        "state=DONE",
        "state=QUEUED,DONE",
        "since=yesterday",
        "since=2026-11-22",
        "until=1",
        "until=2026-13-01T00:00:00Z",
        "since=%2B999999999-01-01T00:00:00Z"
      })
  void whatCannotBeUnderstood(String query) {
    Problems.refused(
        given().urlEncodingEnabled(false).get("/calls?" + query), 400, "malformed-request");
  }

  private static String form(int number) {
    Response response = given().formParam("a", "x").formParam("b", number).post("/test/echo/form");
    assertEquals(202, response.statusCode(), response::asString);
    return response.header("Call-Id");
  }

  private static String next(Response response) {
    String link = response.header("Link");
    if (link == null) {
      return null;
    }
    Matcher next = NEXT.matcher(link);
    assertTrue(next.find(), link);
    return next.group(1);
  }
}
