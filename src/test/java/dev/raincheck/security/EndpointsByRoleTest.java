package dev.raincheck.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every endpoint that the OpenAPI document knows, by everybody. One that is not in the table fails:
 * whoever adds it says here who may use it.
 */
@QuarkusTest
@TestProfile(Closed.class)
class EndpointsByRoleTest {
  private static final String NOBODY_NEEDED = "open";

  /** Which of the holders of keys may use it; the others may not. */
  private static final Map<String, Set<String>> TABLE =
      Map.ofEntries(
          Map.entry("GET /calls", Set.of("reader", "operator", "alice", "one")),
          Map.entry("GET /calls/{id}", Set.of("reader", "operator", "alice", "one")),
          Map.entry("DELETE /calls/{id}", Set.of("caller", "operator", "alice", "one")),
          Map.entry("GET /calls/{id}/result", Set.of("reader", "operator", "alice", "one")),
          Map.entry("POST /calls/{id}/cancel", Set.of("caller", "operator", "alice", "one")),
          Map.entry("POST /calls/{id}/retry", Set.of("operator")),
          Map.entry("POST /calls/{id}/deliver", Set.of("caller", "operator", "alice", "one")),
          Map.entry("GET /calls/{id}/events", Set.of("reader", "operator", "alice", "one")),
          Map.entry("GET /calls/events", Set.of("reader", "operator", "alice", "one")),
          Map.entry("POST /batches", Set.of("caller", "alice", "one")),
          Map.entry("GET /batches/{id}", Set.of("reader", "operator", "alice", "one")),
          Map.entry("DELETE /batches/{id}", Set.of("caller", "operator", "alice", "one")),
          Map.entry("GET /batches/{id}/result", Set.of("reader", "operator", "alice", "one")),
          Map.entry("GET /batches/{id}/events", Set.of("reader", "operator", "alice", "one")),
          Map.entry("GET /batches/{id}/calls", Set.of("reader", "operator", "alice", "one")),
          Map.entry("POST /batches/{id}/cancel", Set.of("caller", "operator", "alice", "one")),
          Map.entry("POST /batches/{id}/deliver", Set.of("caller", "operator", "alice", "one")),
          Map.entry("POST /procedures/{name}/pause", Set.of("operator")),
          Map.entry("POST /procedures/{name}/resume", Set.of("operator")),
          Map.entry("GET /procedures", Set.of("reader", "operator", "alice", "one")),
          Map.entry("GET /procedures/{name}", Set.of("reader", "operator", "alice", "one")),
          Map.entry("GET /problems", Set.of(NOBODY_NEEDED)),
          Map.entry("GET /problems/{slug}", Set.of(NOBODY_NEEDED)),
          Map.entry("POST /fetches", Set.of("caller", "alice")));

  /** A stream that does not end. */
  static final String ENDLESS = "/calls/events";

  private static final List<String> HOLDERS =
      List.of("caller", "reader", "operator", "alice", "one", "nobody");

  /** Resources of other tests, which are part of the same application. */
  private static final Set<String> OF_TESTS =
      Set.of("/openapi/", "/gather", "/greetings/", "/test/");

  @Inject ObjectMapper json;

  static boolean isOfTests(String path) {
    return OF_TESTS.stream().anyMatch(path::startsWith);
  }

  private Map<String, String> endpoints() throws Exception {
    JsonNode document =
        json.readTree(
            Guest.ANONYMOUS.request().accept("application/json").get("/q/openapi").asString());
    Map<String, String> endpoints = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        verb -> {
                          if (!isOfTests(path.getKey())) {
                            endpoints.put(
                                verb.toUpperCase(Locale.ROOT) + " " + path.getKey(), path.getKey());
                          }
                        }));
    return endpoints;
  }

  @Test
  void theTableHasThemAll() throws Exception {
    assertEquals(TABLE.keySet(), Set.copyOf(endpoints().keySet()));
  }

  @TestFactory
  List<DynamicTest> everybodyUsesWhatTheyMay() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (String endpoint : endpoints().keySet()) {
      Set<String> allowed = Optional.ofNullable(TABLE.get(endpoint)).orElse(Set.of());
      boolean open = allowed.contains(NOBODY_NEEDED);
      tests.add(
          DynamicTest.dynamicTest(
              endpoint + " by nobody", () -> check(endpoint, Guest.ANONYMOUS, open ? 200 : 401)));
      for (String holder : HOLDERS) {
        boolean mayUse = open || allowed.contains(holder);
        tests.add(
            DynamicTest.dynamicTest(
                endpoint + " by " + holder,
                () -> check(endpoint, Guest.key(holder), mayUse ? 200 : 403)));
      }
    }
    return tests;
  }

  /** What is asked for does not exist, so whoever is let in gets another answer than these. */
  private static void check(String endpoint, Guest guest, int expected) {
    String[] parts = endpoint.split(" ");
    String path = parts[1].replaceAll("\\{[^}]*}", "00000000-0000-7000-8000-000000000000");
    if (path.equals(ENDLESS)) {
      // Whoever is let in is told that this is no procedure.
      path += "?procedure=%00";
    }
    Response response = guest.request().urlEncodingEnabled(false).request(parts[0], path);
    if (expected == 200) {
      assertFalse(
          Set.of(401, 403).contains(response.statusCode()),
          endpoint + ": " + response.statusCode() + " " + response.asString());
    } else {
      assertEquals(expected, response.statusCode(), endpoint + ": " + response.asString());
      assertEquals("application/problem+json", response.contentType().split(";")[0]);
    }
  }
}
