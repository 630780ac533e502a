package dev.raincheck.security;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What no caller in its senses would send; drawn from a seed. */
final class Nonsense {

  /** A request header. */
  record Header(String name, String value) {}

  private static final List<String> TEXTS =
      List.of(
          "",
          "0",
          "-1",
          "9223372036854775808",
          "1e400",
          "NaN",
          "null",
          "true",
          "\0",
          "\uD83D\uDCA9",
          "\u202e",
          "'; drop table call; --",
          "%00",
          "%",
          "%zz",
          "../../etc/passwd",
          "..%2f..%2f",
          "<script>alert(1)</script>",
          "${jndi:ldap://127.0.0.1/a}",
          "{{7*7}}",
          "a\r\nX-Injected: yes",
          "0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d",
          "wait=9999999999999999999",
          "wait=-1",
          "u=9, i",
          "\"unfinished",
          "99999999999999999999d",
          "1ms",
          "2026-02-30T99:99:99Z",
          "00-00000000000000000000000000000000-0000000000000000-00");

  private static final List<String> BODIES =
      List.of(
          "",
          "{",
          "[]",
          "null",
          "0",
          "\"text\"",
          "{\"url\":null}",
          "{\"url\":5}",
          "{\"url\":{\"a\":[1,2,{}]}}",
          "{\"url\":\"http://\"}",
          "{\"url\":\"file:///etc/passwd\"}",
          "{\"url\":\"http://127.0.0.1:1/\",\"method\":\"NOPE\"}",
          "{\"url\":\"http://127.0.0.1:1/\",\"headers\":{\"a\\r\\nb\":\"c\"}}",
          "{\"url\":\"http://127.0.0.1:1/\",\"headers\":{\"a\":\"b\\r\\nc: d\"}}",
          "{\"url\":\"http://127.0.0.1:1/\",\"headers\":[]}",
          "{\"url\":\"http://127.0.0.1:1/\",\"body\":\"\\ud800\"}",
          "{\"a\":1e999999999}",
          "{\"__proto__\":{},\"@class\":\"java.lang.Runtime\"}",
          "[".repeat(5000),
          "{\"a\":".repeat(5000),
          "{\"calls\":[{}]}");

  private static final List<String> HEADERS =
      List.of(
          "Prefer",
          "Idempotency-Key",
          "Operation-Timeout",
          "Call-Delay",
          "Priority",
          "Call-Callback",
          "Last-Event-ID",
          "traceparent",
          "tracestate",
          "Accept",
          "Accept-Encoding",
          "Content-Encoding",
          "Range",
          "If-None-Match",
          "Cookie",
          "X-Forwarded-For",
          "X-HTTP-Method-Override");

  private static final List<String> MEDIA_TYPES =
      List.of("application/json", "application/json", "text/plain", "application/xml", "x", "*/*");

  private final Random random;

  Nonsense(Random random) {
    this.random = random;
  }

  private <T> T any(List<T> among) {
    return among.get(random.nextInt(among.size()));
  }

  private String text() {
    String text = any(TEXTS);
    return random.nextInt(20) == 0 ? text + "x".repeat(random.nextInt(3000)) : text;
  }

  /** One segment of a path. */
  String segment() {
    String segment = URLEncoder.encode(text(), StandardCharsets.UTF_8);
    return segment.isEmpty() ? "%20" : segment;
  }

  String query() {
    StringBuilder query = new StringBuilder("?");
    for (int i = random.nextInt(4); i > 0; i--) {
      query
          .append(any(List.of("procedure", "state", "since", "until", "limit", "cursor", "x")))
          .append('=')
          .append(URLEncoder.encode(text(), StandardCharsets.UTF_8))
          .append('&');
    }
    return query.toString();
  }

  List<Header> headers() {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Content-Type", any(MEDIA_TYPES)));
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = any(HEADERS);
      // No wait, or a run would be one long poll after the other.
      String value = text().replaceAll("[^\\x20-\\x7e]", "?");
      headers.add(new Header(name, name.equals("Prefer") ? "wait=" + random.nextInt(2) : value));
    }
    return headers;
  }

  byte[] body() {
    byte[] body = any(BODIES).getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(4); i > 0 && body.length > 0; i--) {
      body[random.nextInt(body.length)] = (byte) random.nextInt(256);
    }
    return body;
  }
}
