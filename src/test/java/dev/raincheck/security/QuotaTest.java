package dev.raincheck.security;

import static dev.raincheck.http.Problems.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A caller that submits too often is told when to come again; others do not notice. */
@QuarkusTest
@TestProfile(Closed.class)
class QuotaTest {

  @Test
  void whoSubmitsTooOftenIsToldWhenToComeAgain() {
    Guest frequent = Guest.key("frequent");
    for (int left = 2; left >= 0; left--) {
      Response response = frequent.post("/test/security/who");
      assertEquals(202, response.statusCode());
      assertEquals("\"calls\";q=3;w=3600", response.header("RateLimit-Policy"));
      assertTrue(response.header("RateLimit").startsWith("\"calls\";r=" + left + ";t="));
    }
    Response refusal = frequent.post("/test/security/who");
    refused(refusal, 429, "over-quota");
    int seconds = Integer.parseInt(refusal.header("Retry-After"));
    assertTrue(seconds > 1000 && seconds <= 1200, refusal.header("Retry-After"));
    assertEquals("\"calls\";q=3;w=3600", refusal.header("RateLimit-Policy"));
    assertTrue(refusal.header("RateLimit").startsWith("\"calls\";r=0;t="));

    refused(
        frequent
            .request()
            .body("{\"calls\":[{\"procedure\":\"test.security.who\"}]}")
            .post("/batches"),
        429,
        "over-quota");

    // What was submitted can still be looked at, and others go on.
    frequent.get("/calls").then().statusCode(200);
    Response other = Guest.key("alice").post("/test/security/who");
    assertEquals(202, other.statusCode());
    assertFalse(other.headers().hasHeaderWithName("RateLimit"));
  }

  @Test
  void whoHasTooMuchWaitingIsToldToComeAgain() {
    Guest patient = Guest.key("patient");
    String first = wait(patient).header("Call-Id");
    assertEquals(202, wait(patient).statusCode());

    Response refusal = wait(patient);
    refused(refusal, 429, "over-quota");
    assertTrue(Integer.parseInt(refusal.header("Retry-After")) >= 1);
    refused(
        patient
            .request()
            .header("Call-Delay", "1h")
            .body("{\"calls\":[{\"procedure\":\"test.security.who\"}]}")
            .post("/batches"),
        429,
        "over-quota");
    assertEquals(202, wait(Guest.key("alice")).statusCode());

    // What does not wait any more makes room, as the next count sees.
    patient.post("/calls/" + first + "/cancel").then().statusCode(200);
    Awaitility.await().until(() -> wait(patient).statusCode() == 202);
    refused(wait(patient), 429, "over-quota");
  }

  private static Response wait(Guest guest) {
    return guest.request().header("Call-Delay", "1h").body("").post("/test/security/who");
  }
}
