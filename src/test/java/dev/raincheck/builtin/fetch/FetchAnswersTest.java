package dev.raincheck.builtin.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.fetch.FetchRequest;
import dev.raincheck.contract.fetch.FetchResult;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the caller gets, and what the target sees, when all goes well. */
class FetchAnswersTest {

  private final Fixture fixture = new Fixture();
  private final TargetServer server = fixture.server;

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 206, 300, 304, 305, 400, 401, 403, 404, 409, 410, 418, 422})
  void anyAnswerIsAResult(int status) {
    server.on("/a", request -> request.response().setStatusCode(status).end());
    FetchResult result = fixture.fetch(FetchRequest.get(server.url("/a")));
    assertEquals(status, result.status());
    assertEquals("", result.body());
    assertEquals("utf-8", result.bodyEncoding());
  }

  @Test
  void credentialsAreKeptOnlyWhereTheyMayBeStored() {
    server.on(
        "/a",
        request ->
            request
                .response()
                .putHeader("Set-Cookie", "a=b")
                .putHeader("X-Session-Token", "secret")
                .putHeader("WWW-Authenticate", "Basic")
                .end());
    FetchRequest request = FetchRequest.get(server.url("/a"));
    Map<String, String> without = fixture.fetch(request).headers();
    assertFalse(without.containsKey("set-cookie"));
    assertFalse(without.containsKey("x-session-token"));
    assertEquals("Basic", without.get("www-authenticate"));
    FetchProcedure storing = fixture.procedure(Settings.standard().withStoredCredentials());
    Map<String, String> with = fixture.fetch(storing, request).headers();
    assertEquals("a=b", with.get("set-cookie"));
    assertEquals("secret", with.get("x-session-token"));
  }

  @Test
  void tellsUrlBodyAndTime() {
    server.on("/a", request -> request.response().end("hello " + request.query()));
    FetchResult result = fixture.fetch(FetchRequest.get(server.url("/a?b=c&d=%20#f")));
    assertEquals(server.url("/a?b=c&d=%20"), result.url());
    assertEquals("hello b=c&d=%20", result.body());
    assertTrue(result.elapsedMs() > 0);
  }

  @Test
  void bytesThatAreNotTextAreBase64() {
    byte[] bytes = {(byte) 0xff, 0, 1, 2};
    server.on("/a", request -> request.response().end(Buffer.buffer(bytes)));
    FetchResult result = fixture.fetch(FetchRequest.get(server.url("/a")));
    assertEquals("base64", result.bodyEncoding());
    assertEquals(Base64.getEncoder().encodeToString(bytes), result.body());
  }

  @Test
  void goesByTheCharset() {
    server.on(
        "/a",
        request ->
            request
                .response()
                .putHeader("Content-Type", "text/plain; charset=ISO-8859-1")
                .end(Buffer.buffer("Grüße".getBytes(StandardCharsets.ISO_8859_1))));
    assertEquals("Grüße", fixture.fetch(FetchRequest.get(server.url("/a"))).body());
  }

  @Test
  void joinsHeaders() {
    server.on(
        "/a",
        request -> {
          request.response().headers().add("X-One", "1").add("X-Many", "a").add("x-many", "b, c");
          request.response().end();
        });
    Map<String, String> headers = fixture.fetch(FetchRequest.get(server.url("/a"))).headers();
    assertEquals("1", headers.get("x-one"));
    assertEquals("a, b, c", headers.get("x-many"));
    assertEquals("0", headers.get("content-length"));
  }

  @Test
  void takesLongHeaders() {
    server.on("/a", request -> request.response().putHeader("X-Long", "x".repeat(20_000)).end());
    FetchResult result = fixture.fetch(FetchRequest.get(server.url("/a")));
    assertEquals(20_000, result.headers().get("x-long").length());
  }

  @Test
  void decompresses() throws IOException {
    byte[] bytes = gzip("hello".getBytes(StandardCharsets.UTF_8));
    server.on(
        "/a",
        request -> {
          assertTrue(request.getHeader("Accept-Encoding").contains("gzip"));
          request.response().putHeader("Content-Encoding", "gzip").end(Buffer.buffer(bytes));
        });
    FetchResult result = fixture.fetch(FetchRequest.get(server.url("/a")));
    assertEquals("hello", result.body());
    assertFalse(result.headers().containsKey("content-encoding"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
  void sendsMethodHeadersAndBody(String method) {
    server.on(
        "/a",
        request ->
            request.bodyHandler(
                body ->
                    request
                        .response()
                        .end(
                            request.method()
                                + " "
                                + request.getHeader("content-type")
                                + " "
                                + request.getHeader("Content-Length")
                                + " "
                                + body)));
    Map<String, String> headers = Map.of("Content-Type", "text/x");
    FetchRequest request = new FetchRequest(server.url("/a"), method, headers, "Grüße");
    assertEquals(method + " text/x 7 Grüße", fixture.fetch(request).body());
  }

  @Test
  void aPostWithoutABodySaysSo() {
    server.on("/a", request -> request.response().end("" + request.getHeader("Content-Length")));
    assertEquals("0", fixture.fetch(request("POST", Map.of())).body());
    assertEquals("null", fixture.fetch(request("GET", Map.of())).body());
  }

  @Test
  void headHasNoBody() {
    server.on("/a", request -> request.response().putHeader("Content-Length", "1000000").end());
    FetchResult result = fixture.fetch(request("HEAD", Map.of()));
    assertEquals("", result.body());
    assertEquals("1000000", result.headers().get("content-length"));
  }

  @Test
  void namesItselfUnlessToldOtherwise() {
    server.on("/a", request -> request.response().end(request.getHeader("User-Agent")));
    assertEquals("Raincheck", fixture.fetch(request("GET", Map.of())).body());
    assertEquals("me", fixture.fetch(request("GET", Map.of("user-agent", "me"))).body());
  }

  @Test
  void keepsConnections() {
    List<Integer> ports = new CopyOnWriteArrayList<>();
    server.on(
        "/a",
        request -> {
          ports.add(request.remoteAddress().port());
          request.response().end();
        });
    FetchProcedure procedure = fixture.procedure(Settings.standard());
    fixture.fetch(procedure, request("GET", Map.of()));
    fixture.fetch(procedure, request("GET", Map.of()));
    assertEquals(2, ports.size());
    assertEquals(1, ports.stream().distinct().count());
  }

  @Test
  void nothingHappensBeforeSubscription() {
    List<String> seen = new CopyOnWriteArrayList<>();
    server.on(
        "/a",
        request -> {
          seen.add(request.path());
          request.response().end();
        });
    var uni = fixture.procedure(Settings.standard()).fetch(request("GET", Map.of()));
    assertEquals(List.of(), seen);
    uni.await().atMost(Fixture.PATIENCE);
    uni.await().atMost(Fixture.PATIENCE);
    assertEquals(List.of("/a", "/a"), seen);
  }

  @Test
  void passesTheCallsIdOn() {
    server.on("/a", request -> request.response().end("" + request.getHeader("Idempotency-Key")));
    Settings settings = Settings.standard();
    FetchRequest plain = request("POST", Map.of());
    FetchRequest withKey = request("POST", Map.of("idempotency-key", "mine"));
    FetchProcedure running = fixture.procedure(settings, FakeCall.running());
    FetchProcedure inactive = fixture.procedure(settings, FakeCall.inactive());
    FetchProcedure missing = fixture.procedure(settings, FakeCall.missing());
    assertEquals(FakeCall.ID.toString(), fixture.fetch(running, plain).body());
    assertEquals("mine", fixture.fetch(running, withKey).body());
    assertEquals("null", fixture.fetch(inactive, plain).body());
    assertEquals("null", fixture.fetch(missing, plain).body());
    assertNull(plain.headers().get("Idempotency-Key"));
  }

  private FetchRequest request(String method, Map<String, String> headers) {
    return new FetchRequest(server.url("/a"), method, headers, null);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    }
    return compressed.toByteArray();
  }
}
