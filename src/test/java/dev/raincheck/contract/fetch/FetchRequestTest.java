package dev.raincheck.contract.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchRequestTest {

  private static ValidatorFactory factory;
  private static Validator validator;

  private final ObjectMapper json = new ObjectMapper();

  @BeforeAll
  static void openValidator() {
    factory =
        Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory();
    validator = factory.getValidator();
  }

  @AfterAll
  static void closeValidator() {
    factory.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com",
        "HTTPS://EXAMPLE.com/",
        "https://example.com:8443/a/b?c=d&e=%20#f",
        "http://localhost:8080/q/health",
        "http://10.0.0.1/",
        "http://[2001:db8::1]:80/",
        "http://example.com./",
        "http://example.com:65535",
        "http://example.com/?q=a@b",
        "http://example.com/käse",
        "http://xn--kse-qla.example/",
        "http://2130706433/",
      })
  void takesHttpUrls(String url) {
    assertEquals(List.of(), violations(FetchRequest.get(url)));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "example.com",
        "/path",
        "//example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "gopher://example.com/",
        "jar:http://example.com!/",
        "mailto:a@example.com",
        "javascript:alert(1)",
        "http:",
        "http:/",
        "http:///path",
        "http:example.com",
        "http://:80/",
        "http://?q",
        "http://user@example.com/",
        "http://user:password@example.com/",
        "http://@example.com/",
        "http://example.com@10.0.0.1/",
        "http://a@b@example.com/",
        "http://example.com:0/",
        "http://example.com:65536/",
        "http://example.com:99999999999/",
        "http://example.com:port/",
        "http://exa mple.com/",
        "http://example.com/a b",
        "http://example.com\\@10.0.0.1/",
        "http://example.com/\r\nX: y",
        " http://example.com/",
        "http://a_b/",
        "http://käse.example/",
        "http://[::1/",
        "http://[::g]/",
        "http://%6c%6f/",
      })
  void refusesOtherUrls(String url) {
    assertEquals(List.of("url"), violations(FetchRequest.get(url)));
  }

  @Test
  void boundsTheUrl() {
    String longest = "http://example.com/" + "x".repeat(4096 - 19);
    assertEquals(List.of(), violations(FetchRequest.get(longest)));
    assertEquals(List.of("url"), violations(FetchRequest.get(longest + "x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
  void takesMethods(String method) {
    assertEquals(List.of(), violations(withMethod(method)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "get", "TRACE", "CONNECT", "GET\r\nX: y", "GET ", "BREW"})
  void refusesOtherMethods(String method) {
    assertEquals(List.of("method"), violations(withMethod(method)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Accept", "x-a_b.c", "Authorization", "Content-Type", "Hostname", "TEst", "Proxy"})
  void takesHeaderNames(String name) {
    assertEquals(List.of(), violations(withHeaders(Map.of(name, "value"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Host",
        "HOST",
        "content-length",
        "Transfer-Encoding",
        "Connection",
        "Keep-Alive",
        "TE",
        "Trailer",
        "Upgrade",
        "Expect",
        "Proxy-Authorization",
        "Proxy-Anything",
        ":authority",
        "a b",
        "a:b",
        "a\r\nb",
        "a\n",
        "Host\n",
        "ä",
      })
  void refusesOtherHeaderNames(String name) {
    assertEquals(List.of("headers"), violations(withHeaders(Map.of(name, "value"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "a\tb", "\"quoted\"; q=0.5, *", "é"})
  void takesHeaderValues(String value) {
    assertEquals(List.of(), violations(withHeaders(Map.of("X-Test", value))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX: y", "a\n", "a\rb", "a\0", "\u010a", "\u0085", "\u007f", "日"})
  void refusesOtherHeaderValues(String value) {
    assertEquals(List.of("headers"), violations(withHeaders(Map.of("X-Test", value))));
  }

  @Test
  void refusesNullAsAHeaderValue() {
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Test", null);
    assertEquals(List.of("headers"), violations(withHeaders(headers)));
  }

  @Test
  void boundsHeadersAndBody() {
    assertEquals(List.of(), violations(withHeaders(headers(64))));
    assertEquals(List.of("headers"), violations(withHeaders(headers(65))));
    assertEquals(List.of("headers"), violations(withHeaders(Map.of("x".repeat(129), ""))));
    assertEquals(List.of("headers"), violations(withHeaders(Map.of("x", "y".repeat(8193)))));
    assertEquals(List.of(), violations(withBody("x".repeat(1_048_576))));
    assertEquals(List.of("body"), violations(withBody("x".repeat(1_048_577))));
  }

  @Test
  void whatIsNotGivenHasADefault() throws Exception {
    FetchRequest request = json.readValue("{\"url\": \"http://a/\"}", FetchRequest.class);
    assertEquals(FetchRequest.get("http://a/"), request);
    assertEquals("GET", request.method());
    assertEquals(Map.of(), request.headers());
    assertNull(request.body());
  }

  @Test
  void survivesJson() throws Exception {
    FetchRequest request =
        new FetchRequest("http://a/", "POST", Map.of("Content-Type", "text/plain"), "body");
    assertEquals(request, json.readValue(json.writeValueAsString(request), FetchRequest.class));
    assertEquals(
        "{\"url\":\"http://a/\",\"method\":\"GET\",\"headers\":{}}",
        json.writeValueAsString(FetchRequest.get("http://a/")));
  }

  @Test
  void isNotChangedByItsMaker() {
    Map<String, String> headers = new HashMap<>();
    FetchRequest request = withHeaders(headers);
    headers.put("X-Late", "value");
    assertEquals(Map.of(), request.headers());
    assertThrows(UnsupportedOperationException.class, () -> request.headers().put("a", "b"));
  }

  /** The members that were refused, each once. */
  private static List<String> violations(FetchRequest request) {
    return validator.validate(request).stream()
        .map(ConstraintViolation::getPropertyPath)
        .map(path -> path.iterator().next().getName())
        .distinct()
        .toList();
  }

  private static FetchRequest withMethod(String method) {
    return new FetchRequest("http://a/", method, Map.of(), null);
  }

  private static FetchRequest withHeaders(Map<String, String> headers) {
    return new FetchRequest("http://a/", "GET", headers, null);
  }

  private static FetchRequest withBody(String body) {
    return new FetchRequest("http://a/", "POST", Map.of(), body);
  }

  private static Map<String, String> headers(int count) {
    return IntStream.range(0, count)
        .boxed()
        .collect(Collectors.toMap(number -> "X-" + number, number -> "value"));
  }
}
