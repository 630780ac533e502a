package dev.raincheck.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTargetTest {

  @ParameterizedTest
  @CsvSource({
    "http://a, http://a/, http://a:80, /",
    "http://a?q=1, http://a/?q=1, http://a:80, /?q=1",
    "http://a#f, http://a/, http://a:80, /",
    "http://a/b?q#f?g, http://a/b?q, http://a:80, /b?q",
    "HTTPS://A/b, HTTPS://A/b, https://a:443, /b",
    "https://a:8443/%2e/b, https://a:8443/%2e/b, https://a:8443, /%2e/b",
    "http://[::1]:81/, http://[::1]:81/, http://[::1]:81, /",
    "http://a/ä, http://a/%C3%A4, http://a:80, /%C3%A4",
  })
  void tellsTheParts(String url, String sent, String origin, String requestUri) {
    HttpTarget target = target(url);
    assertEquals(sent, target.toString());
    assertEquals(origin, target.origin());
    assertEquals(requestUri, target.requestUri());
  }

  @Test
  void securityGoesByTheScheme() {
    assertTrue(target("HTTPS://a").isSecure());
    assertFalse(target("http://a:443").isSecure());
  }

  @ParameterizedTest
  @CsvSource({
    "http://a/b/c?q, d, http://a/b/d",
    "http://a/b/c?q, /d, http://a/d",
    "http://a/b/c?q, ../d, http://a/d",
    "http://a/b/c?q, ?r, http://a/b/c?r",
    "http://a/b/c?q, //other/d, http://other/d",
    "https://a/b/c?q, //other/d, https://other/d",
    "http://a/b/c?q, https://other, https://other/",
    "http://a/b/c?q, /d#f, http://a/d",
    "http://a, .evil.example/, http://a/.evil.example/",
    "http://a?q, d, http://a/d",
  })
  void followsRedirects(String from, String location, String to) {
    assertEquals(to, target(from).redirectedTo(location).orElseThrow().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a/",
        "file:///etc/passwd",
        "http://user@a/",
        "//user@a/",
        "http://a b/",
        "http://",
        "javascript:x",
      })
  void refusesRedirectsThatLeaveHttp(String location) {
    assertEquals(Optional.empty(), target("http://a/").redirectedTo(location));
  }

  private static HttpTarget target(String url) {
    return HttpTarget.of(url).orElseThrow();
  }
}
