package dev.raincheck.security;

import static dev.raincheck.http.Problems.refused;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and how the others are told. */
@QuarkusTest
@TestProfile(Closed.class)
class AuthenticationTest {

  @Test
  void withoutCredentialsNothingIsStored() {
    Response response = Guest.ANONYMOUS.post("/test/security/who");
    refused(response, 401, "not-authenticated");
    assertEquals(List.of("Bearer", "ApiKey"), response.headers().getValues("WWW-Authenticate"));
  }

  @Test
  void aBodyIsNotLookedAtBefore() {
    Response response = Guest.ANONYMOUS.request().body("{no json").post("/test/echo/item");
    refused(response, 401, "not-authenticated");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ApiKey wrong",
        "apikey rck_wrong",
        "Bearer wrong",
        "Bearer a.b.c",
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSIsImdyb3VwcyI6WyJvcGVyYXRlIl19.",
      })
  void wrongCredentialsAreRefusedEverywhere(String authorization) {
    for (String path : List.of("/calls", "/procedures", "/problems")) {
      Response response = new Guest(authorization).get(path);
      refused(response, 401, "not-authenticated");
      assertTrue(response.headers().hasHeaderWithName("WWW-Authenticate"));
      response.then().body(not(containsString("rck_")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic YTpi", "Digest x", "rck_alice", "ApiKey", "ApiKey "})
  void otherSchemesAreNoCredentials(String authorization) {
    refused(new Guest(authorization).get("/calls"), 401, "not-authenticated");
  }

  @Test
  void aKeyIsLetIn() {
    assertEquals(
        "alice of - is [call, call:*, read]",
        Guest.key("alice").call("/test/security/who").asString());
  }

  @Test
  void theSchemeIsNotCaseSensitive() {
    new Guest("apikey " + Credentials.key("alice")).get("/calls").then().statusCode(200);
  }

  @Test
  void anExpiredKeyIsNot() {
    refused(Guest.key("old").get("/calls"), 401, "not-authenticated");
  }

  @Test
  void aTokenIsLetIn() {
    Guest guest = Guest.token("ann", "\"groups\":[\"staff\"],\"org\":\"acme\"");
    assertEquals(
        "ann of acme is [call, call:*, read, staff]", guest.call("/test/security/who").asString());
  }

  @Test
  void anExpiredTokenIsNot() {
    Guest guest = new Guest(Credentials.withToken("ann", "\"groups\":[\"staff\"]", 1_700_000_001));
    refused(guest.get("/calls"), 401, "not-authenticated");
  }

  @Test
  void aTokenWhoseClaimsWereChangedIsNot() {
    String[] parts = Credentials.withToken("ann", "\"groups\":[\"read\"]").split("\\.");
    String[] others = Credentials.withToken("ann", "\"groups\":[\"operate\"]").split("\\.");
    Guest forger = new Guest(parts[0] + "." + others[1] + "." + parts[2]);
    refused(forger.get("/calls"), 401, "not-authenticated");
  }

  @Test
  void whatIsOpenStaysOpen() {
    for (String path : List.of("/", "/q/health", "/q/health/ready", "/q/openapi", "/problems")) {
      Guest.ANONYMOUS.get(path).then().statusCode(200);
    }
  }

  @Test
  void metricsAreForThoseWhoRead() {
    refused(Guest.ANONYMOUS.get("/q/metrics"), 401, "not-authenticated");
    refused(Guest.key("caller").get("/q/metrics"), 403, "not-allowed");
    Guest.key("reader").get("/q/metrics").then().statusCode(200);
    Guest.key("operator").get("/q/metrics").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/q/metrics/", "/q//metrics", "/q/./metrics", "/x/../q/metrics", "/q/%6detrics"})
  void noOtherWayOfWritingLeadsToThem(String path) {
    int status = Guest.ANONYMOUS.request().urlEncodingEnabled(false).get(path).statusCode();
    assertTrue(List.of(401, 404).contains(status), path + ": " + status);
  }

  @Test
  void keysAreExchangedWithoutARestart() throws IOException {
    write("first.hash=%s\nfirst.roles=read\n".formatted(hash("first")));
    awaitStatus("first", 200);

    write(
        "first.hash=%s,%s\nfirst.roles=read\n"
            .formatted(hash("first"), Credentials.hash(Credentials.key("second"))));
    awaitStatus("second", 200);
    awaitStatus("first", 200);

    write("first.hash=%s\nfirst.roles=read\n".formatted(hash("second")));
    awaitStatus("first", 401);
    awaitStatus("second", 200);

    // A file that is wrong takes nobody's key away; the keys of the configuration stay anyway.
    write("first.hash=oops\n");
    awaitStatus("alice", 200);
    awaitStatus("second", 200);

    write("");
    awaitStatus("second", 401);
  }

  private static String hash(String holder) {
    return Credentials.hash(Credentials.key(holder));
  }

  private static void write(String content) throws IOException {
    var next = Closed.FILE.resolveSibling("test-api-keys.next");
    Files.writeString(next, content);
    Files.move(next, Closed.FILE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void awaitStatus(String holder, int status) {
    Awaitility.await()
        .untilAsserted(() -> Guest.key(holder).get("/calls").then().statusCode(status));
  }
}
