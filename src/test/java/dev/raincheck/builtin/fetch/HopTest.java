package dev.raincheck.builtin.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.net.HttpTarget;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HopTest {

  private static final Map<String, String> HEADERS =
      Map.of(
          "Authorization", "Bearer secret",
          "COOKIE", "a=b",
          "X-Api-Key", "secret",
          "Content-Type", "text/plain",
          "Accept", "*/*");

  @ParameterizedTest
  @CsvSource({
    "301, POST, GET",
    "302, POST, GET",
    "303, POST, GET",
    "303, PUT, GET",
    "303, HEAD, HEAD",
    "301, HEAD, HEAD",
  })
  void dropsTheBody(int status, String method, String next) {
    Hop redirected = hop(method, method.equals("HEAD") ? null : "body").redirected(status, same());
    assertEquals(next, redirected.method());
    assertNull(redirected.body());
  }

  @ParameterizedTest
  @CsvSource({"301, PUT", "302, PATCH", "307, POST", "308, POST", "307, DELETE"})
  void keepsMethodAndBody(int status, String method) {
    Hop redirected = hop(method, "body").redirected(status, same());
    assertEquals(method, redirected.method());
    assertEquals("body", redirected.body());
    assertEquals(HEADERS, redirected.headers());
  }

  @Test
  void withoutABodyNothingDescribesIt() {
    assertEquals(
        Set.of("Authorization", "COOKIE", "X-Api-Key", "Accept"),
        hop("POST", "body").redirected(303, same()).headers().keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://b/", "http://a:81/", "https://a/", "http://a.b/", "http://a./"})
  void keepsCredentialsFromOtherOrigins(String other) {
    Hop redirected = hop("GET", null).redirected(307, HttpTarget.of(other).orElseThrow());
    assertEquals(Set.of("Content-Type", "Accept"), redirected.headers().keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://A/x", "http://a:80/"})
  void credentialsStayWithTheirOrigin(String same) {
    Hop redirected = hop("GET", null).redirected(307, HttpTarget.of(same).orElseThrow());
    assertEquals(HEADERS, redirected.headers());
  }

  @Test
  void aHeaderThatIsThereIsNotReplaced() {
    Hop hop = hop("GET", null);
    assertEquals("*/*", hop.withDefaultHeader("accept", "text/plain").headers().get("Accept"));
    assertFalse(hop.withDefaultHeader("accept", "x").headers().containsKey("accept"));
    assertEquals("x", hop.withDefaultHeader("X-New", "x").headers().get("X-New"));
  }

  @Test
  void knowsRedirects() {
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      assertTrue(Hop.isRedirect(status));
    }
    for (int status : new int[] {200, 300, 304, 305, 306, 404}) {
      assertFalse(Hop.isRedirect(status));
    }
  }

  private static Hop hop(String method, String body) {
    return new Hop(method, same(), HEADERS, body);
  }

  private static HttpTarget same() {
    return HttpTarget.of("http://a/").orElseThrow();
  }
}
