package dev.raincheck.security;

import static dev.raincheck.http.Problems.refused;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The standard annotations decide when a call is submitted, and not again when it runs. */
@QuarkusTest
@TestProfile(Closed.class)
class AnnotationsTest {
  private static final Guest BILLING = Guest.token("bill", "\"groups\":[\"call\",\"billing\"]");
  private static final Guest WRITER =
      Guest.token("will", "\"groups\":[\"call\"],\"scope\":\"orders:write\"");
  private static final Guest ALICE = Guest.key("alice");

  @ParameterizedTest
  @ValueSource(strings = {"roles", "roles-later", "authenticated"})
  void whoHasTheRoleIsServed(String path) {
    BILLING
        .call("/test/security/" + path)
        .then()
        .statusCode(200)
        .body(equalTo("bill of - is [billing, call, call:*]"));
  }

  @Test
  void whoHasThePermissionIsServed() {
    WRITER.call("/test/security/permission").then().statusCode(200).body(startsWith("will"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"roles", "roles-later", "permission", "denied", "inner"})
  void othersAreNot(String path) {
    refused(ALICE.post("/test/security/" + path), 403, "not-allowed");
    refused(Guest.ANONYMOUS.post("/test/security/" + path), 401, "not-authenticated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"roles", "roles-later", "permission", "denied", "inner"})
  void aBatchIsNoWayAroundThem(String name) {
    refused(batch(ALICE, "test.security." + name), 403, "not-allowed");
    refused(batch(Guest.ANONYMOUS, "test.security." + name), 401, "not-authenticated");
  }

  @Test
  void whoMayCallThemMayDoSoInABatch() {
    batch(BILLING, "test.security.roles").then().statusCode(202);
    batch(WRITER, "test.security.permission").then().statusCode(202);
    refused(batch(Guest.key("one"), "test.security.who"), 403, "not-allowed");
  }

  private static Response batch(Guest guest, String procedure) {
    return guest
        .request()
        .body("{\"calls\":[{\"procedure\":\"" + procedure + "\"}]}")
        .post("/batches");
  }

  @Test
  void theAnnotationDoesNotReplaceTheRightToCall() {
    Guest reader = Guest.token("rita", "\"groups\":[\"read\",\"billing\"]");
    refused(reader.post("/test/security/roles"), 403, "not-allowed");
  }

  @Test
  void whoMayCallOneProcedureMayNotCallAnother() {
    Guest one = Guest.key("one");
    one.request()
        .body("{\"text\":\"a\",\"number\":1}")
        .post("/test/echo/item")
        .then()
        .statusCode(202);
    for (String path : List.of("/test/echo/strict", "/test/security/who", "/fetches")) {
      refused(one.post(path), 403, "not-allowed");
    }
  }

  @Test
  void whatAProcedureCallsIsGuardedAsEver() {
    // Nobody is authenticated in an attempt: roles of the past give no access to the present.
    BILLING.call("/test/security/inner").then().statusCode(401);
  }
}
