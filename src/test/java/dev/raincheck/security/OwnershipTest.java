package dev.raincheck.security;

import static dev.raincheck.http.Problems.refused;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.testprocedures.EventReader;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A call exists for its caller, and for those who operate the service. */
@QuarkusTest
@TestProfile(Closed.class)
class OwnershipTest {
  private static final Guest ALICE = Guest.key("alice");
  private static final Guest OPERATOR = Guest.key("operator");
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String DELAYED = "/test/security/who";

  private static List<Guest> others() {
    return List.of(
        Guest.key("bob"),
        // The same name, known in another way, or of another tenant.
        Guest.key("elsewhere"),
        Guest.token("alice", "\"groups\":[\"call\",\"read\"]"),
        Guest.token("alice", "\"groups\":[\"call\",\"read\"],\"org\":\"acme\""));
  }

  /** A call that waits. */
  private static String waiting() {
    Response response =
        ALICE.request().header("Call-Delay", "1h").body("").post("/test/security/who");
    assertEquals(202, response.statusCode(), response.asString());
    return response.header("Call-Id");
  }

  private static String ended() {
    String id = ALICE.submit("/test/security/who");
    ALICE.ended(id).then().body("state", equalTo("SUCCEEDED"));
    return id;
  }

  private static EventReader feed(Guest guest) {
    URI uri = URI.create("http://localhost:" + RestAssured.port + "/calls/events");
    return EventReader.open(
        CLIENT, HttpRequest.newBuilder(uri).header("Authorization", guest.authorization()), null);
  }

  /** The ends of these calls that are told next, so many. */
  private static List<String> ends(EventReader feed, List<String> calls, int count) {
    List<String> ends = new ArrayList<>();
    while (ends.size() < count) {
      EventReader.Event event = feed.next();
      String id = event.call().getString("id");
      if (event.call().getString("endedAt") != null && calls.contains(id)) {
        ends.add(id);
      }
    }
    return ends;
  }

  @Test
  void itsEventsAreForItsCallerAndForOperators() {
    Guest bob = Guest.key("bob");
    try (EventReader his = feed(bob);
        EventReader hers = feed(ALICE);
        EventReader all = feed(OPERATOR)) {
      List.of(his, hers, all).forEach(EventReader::nextOfAll);
      String first = ended();
      String second = bob.submit("/test/security/who");
      bob.ended(second).then().body("state", equalTo("SUCCEEDED"));
      String third = ended();
      List<String> calls = List.of(first, second, third);
      assertEquals(List.of(second), ends(his, calls, 1));
      assertEquals(List.of(first, third), ends(hers, calls, 2));
      assertEquals(calls, ends(all, calls, 3));
    }
  }

  @TestFactory
  List<DynamicTest> itDoesNotExistForOthers() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Guest other : others()) {
      for (String id : List.of(waiting(), ended())) {
        tests.add(DynamicTest.dynamicTest(id, () -> hidden(other, id)));
      }
    }
    return tests;
  }

  private static void hidden(Guest other, String id) {
    String nothing = new UUID(7, 7).toString();
    same(other.get("/calls/" + nothing), other.get("/calls/" + id));
    same(other.ended(nothing), other.ended(id));
    same(other.get("/calls/" + nothing + "/result"), other.get("/calls/" + id + "/result"));
    same(
        other.request().header("Prefer", "wait=5").get("/calls/" + nothing + "/result"),
        other.request().header("Prefer", "wait=5").get("/calls/" + id + "/result"));
    same(other.get("/calls/" + nothing + "/events"), other.get("/calls/" + id + "/events"));
    same(other.post("/calls/" + nothing + "/deliver"), other.post("/calls/" + id + "/deliver"));
    same(other.post("/calls/" + nothing + "/cancel"), other.post("/calls/" + id + "/cancel"));
    same(other.request().delete("/calls/" + nothing), other.request().delete("/calls/" + id));
    assertFalse(other.listed().contains(id));
    ALICE.get("/calls/" + id).then().statusCode(200);
  }

  private static void same(Response nothing, Response hidden) {
    refused(nothing, 404, "not-found");
    assertEquals(404, hidden.statusCode());
    assertEquals(nothing.asString(), hidden.asString());
    assertEquals(names(nothing), names(hidden));
  }

  private static List<String> names(Response response) {
    return response.headers().asList().stream().map(header -> header.getName()).toList();
  }

  @Test
  void itsCallerDoesWithItWhatIsToBeDone() {
    String id = waiting();
    ALICE.get("/calls/" + id).then().statusCode(200);
    ALICE.get("/calls/" + id + "/result").then().statusCode(202);
    assertTrue(ALICE.listed().contains(id));
    ALICE.post("/calls/" + id + "/cancel").then().body("state", equalTo("CANCELLED"));
    ALICE.get("/calls/" + id + "/result").then().statusCode(410);
    ALICE.request().delete("/calls/" + id).then().statusCode(204);
    refused(ALICE.get("/calls/" + id), 404, "not-found");
  }

  @Test
  void whoOperatesDoesWithAllOfThem() {
    String id = waiting();
    OPERATOR.get("/calls/" + id).then().statusCode(200);
    assertTrue(OPERATOR.listed().contains(id));
    OPERATOR.post("/calls/" + id + "/cancel").then().body("state", equalTo("CANCELLED"));
    OPERATOR.post("/calls/" + id + "/retry").then().statusCode(202);
    OPERATOR.ended(id).then().body("state", equalTo("SUCCEEDED"));
    OPERATOR.request().delete("/calls/" + id).then().statusCode(204);
    refused(ALICE.get("/calls/" + id), 404, "not-found");
  }

  @Test
  void aRetryRunsInTheNameOfItsCaller() {
    String id = waiting();
    ALICE.post("/calls/" + id + "/cancel").then().statusCode(200);
    OPERATOR.post("/calls/" + id + "/retry").then().statusCode(202);
    ALICE.ended(id).then().body("state", equalTo("SUCCEEDED"));
    ALICE
        .get("/calls/" + id + "/result")
        .then()
        .body(equalTo("alice of - is [call, call:*, read]"));
  }

  @Test
  void aListOfOneProcedureIsOnesOwnToo() {
    String mine = ended();
    String theirs = Guest.key("bob").submit("/test/security/who");
    String path = "/calls?limit=200&procedure=test.security.who";
    List<String> listed = ALICE.get(path).then().extract().path("items.id");
    assertTrue(listed.contains(mine));
    assertFalse(listed.contains(theirs));
  }

  @Test
  void aBatchIsItsCallersToo() {
    String key = UUID.randomUUID().toString();
    String id = batch(ALICE, key).header("Call-Id");
    String nothing = new UUID(7, 7).toString();
    String member = ALICE.get("/batches/" + id + "/calls").then().extract().path("items[0].id");
    for (Guest other : others()) {
      for (String part : List.of("", "/result", "/events", "/calls")) {
        same(other.get("/batches/" + nothing + part), other.get("/batches/" + id + part));
      }
      same(
          other.post("/batches/" + nothing + "/deliver"),
          other.post("/batches/" + id + "/deliver"));
      same(other.post("/batches/" + nothing + "/cancel"), other.post("/batches/" + id + "/cancel"));
      same(other.request().delete("/batches/" + nothing), other.request().delete("/batches/" + id));
      hidden(other, member);
      assertNotEquals(id, batch(other, key).header("Call-Id"));
    }
    assertEquals(id, batch(ALICE, key).header("Call-Id"));
    OPERATOR.get("/batches/" + id).then().statusCode(200);
    ALICE
        .request()
        .header("Prefer", "wait=30")
        .get("/batches/" + id + "/result")
        .then()
        .body("[0].body", equalTo("alice of - is [call, call:*, read]"));
  }

  private static Response batch(Guest guest, String key) {
    Response response =
        guest
            .request()
            .header("Idempotency-Key", key)
            .body("{\"calls\":[{\"procedure\":\"test.security.who\"}]}")
            .post("/batches");
    assertEquals(202, response.statusCode(), response.asString());
    return response;
  }

  @Test
  void idempotencyKeysAreEachCallersOwn() {
    String key = UUID.randomUUID().toString();
    String mine = keyed(ALICE, key).header("Call-Id");
    assertEquals(mine, keyed(ALICE, key).header("Call-Id"));
    for (Guest other : others()) {
      Response response = keyed(other, key);
      assertEquals(202, response.statusCode(), response.asString());
      assertNotEquals(mine, response.header("Call-Id"));
    }
  }

  @Test
  void aRepeatedKeyLeadsToTheResultAsWell() {
    String key = UUID.randomUUID().toString();
    keyed(ALICE, key);
    Response again =
        ALICE
            .request()
            .header("Idempotency-Key", key)
            .header("Prefer", "wait=30")
            .body("")
            .post(DELAYED);
    assertEquals("true", again.header("Idempotency-Replayed"));
    assertEquals(200, again.statusCode(), again.asString());
  }

  private static Response keyed(Guest guest, String key) {
    return guest.request().header("Idempotency-Key", key).body("").post(DELAYED);
  }
}
