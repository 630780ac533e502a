package dev.raincheck.faults;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was accepted outlives the process that accepted it. */
class RestartIT {
  private static final int AT_A_TIME = 8;
  private static final int CALLS = 40;
  private static final String CRASHED = "The process that ran it ended";

  /** So long that nothing here can be due to its end. */
  private static final String LONG_LEASE = "raincheck.execution.lease=1h";

  private static final String CONCURRENCY =
      "raincheck.procedures.\"fetch\".concurrency=" + AT_A_TIME;
  private static final String PRIVATE = "raincheck.fetch.allow-private=true";

  @TempDir Path directory;

  @Test
  void aKilledServiceFinishesItsCallsAfterTheNextStart() throws Exception {
    try (SlowTarget target = new SlowTarget()) {
      List<String> ids = new ArrayList<>();
      String ended;
      String delayed;
      try (Service service = start()) {
        ended = cancelled(service.uri());
        for (int i = 0; i < CALLS; i++) {
          ids.add(submit(service.uri(), target.url("/" + i)));
        }
        delayed = submit(service.uri(), target.url("/delayed"), "Call-Delay", "5s");
        target.awaitArrivals(AT_A_TIME);
        service.kill();
      }

      try (Service service = start()) {
        // Those that ran are the oldest, so they run again before the others.
        target.awaitArrivals(AT_A_TIME);
        target.open();
        int interrupted = 0;
        for (int i = 0; i < CALLS; i++) {
          JsonPath call = succeeded(service.uri(), ids.get(i), "answer to /" + i);
          if (call.getInt("attempt") == 2) {
            interrupted++;
            assertEquals(500, call.getInt("attempts[0].failure.status"), call::prettify);
            assertEquals(CRASHED, call.getString("attempts[0].failure.title"));
            assertFalse(
                call.getString("attempts[0].node").equals(call.getString("attempts[1].node")));
          } else {
            assertEquals(1, call.getInt("attempt"), call::prettify);
          }
        }
        assertEquals(AT_A_TIME, interrupted);
        succeeded(service.uri(), delayed, "answer to /delayed");
        given()
            .get(service.uri() + "/calls/" + ended)
            .then()
            .statusCode(200)
            .body("state", equalTo("CANCELLED"));
      }
    }
  }

  @Test
  void aStoppedServiceRepeatsItsCallsWithoutCountingThem() throws Exception {
    try (SlowTarget target = new SlowTarget()) {
      String id;
      try (Service service = start("raincheck.execution.drain-grace=100ms")) {
        id = submit(service.uri(), target.url("/stopped"));
        target.awaitArrivals(1);
        service.stop();
        assertTrue(service.log().contains("stopped in"), service::log);
      }

      try (Service service = start()) {
        target.awaitArrivals(1);
        target.open();
        JsonPath call = succeeded(service.uri(), id, "answer to /stopped");
        assertEquals(2, call.getInt("attempt"));
        assertEquals(6, call.getInt("maxAttempts"));
        assertNull(call.get("attempts[0].failure"));
      }
    }
  }

  private Service start(String... more) throws IOException {
    List<String> settings = new ArrayList<>(List.of(LONG_LEASE, CONCURRENCY, PRIVATE));
    settings.addAll(List.of(more));
    return Service.start(directory.resolve("data"), settings.toArray(String[]::new));
  }

  private static String cancelled(URI service) {
    String id = submit(service, "http://127.0.0.1/", "Call-Delay", "1h");
    given().post(service + "/calls/" + id + "/cancel").then().statusCode(200);
    return id;
  }

  private static String submit(URI service, String url, String... header) {
    var request = given().contentType(ContentType.JSON).body(Map.of("url", url));
    if (header.length > 0) {
      request.header(header[0], header[1]);
    }
    Response response = request.post(service + "/fetches");
    assertEquals(202, response.statusCode(), response::asString);
    return response.header("Call-Id");
  }

  private static JsonPath succeeded(URI service, String id, String answer) {
    given()
        .header("Prefer", "wait=30")
        .get(service + "/calls/" + id + "/result")
        .then()
        .statusCode(200)
        .header("Call-State", "SUCCEEDED")
        .body("body", equalTo(answer));
    return given().get(service + "/calls/" + id).jsonPath();
  }
}
