package dev.raincheck.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body over the limit is refused with a problem, however it is sent. */
@QuarkusTest
class BodyLimitTest {
  private static final int OVER_THE_LIMIT = (1 << 20) + 1000;

  @TestHTTPResource("/")
  URI service;

  @ParameterizedTest
  @ValueSource(strings = {"test/echo/item", "fetches"})
  void withItsLength(String path) throws Exception {
    assertRefused(path, HttpRequest.BodyPublishers.ofByteArray(body()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"test/echo/item", "fetches"})
  void inChunks(String path) throws Exception {
    assertRefused(path, streamed(body()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"test/echo/item", "fetches"})
  void inFramesOfHttp2(String path) throws Exception {
    HttpResponse<String> response = post(two(), path, streamed(body()));
    assertEquals(HttpClient.Version.HTTP_2, response.version());
    // By Quarkus itself, which says no more than that.
    assertEquals(413, response.statusCode());
  }

  @Test
  void http2NeedNotSayHowLongABodyIs() throws Exception {
    HttpResponse<String> response =
        post(two(), "test/echo/item", streamed("{\"text\":\"a\",\"number\":1}".getBytes(UTF_8)));
    assertEquals(202, response.statusCode(), response.body());
    String id = response.headers().firstValue("Call-Id").orElseThrow();
    HttpResponse<String> cancelled =
        post(two(), "calls/" + id + "/cancel", HttpRequest.BodyPublishers.noBody());
    assertEquals(200, cancelled.statusCode(), cancelled.body());
  }

  private static HttpRequest.BodyPublisher streamed(byte[] body) {
    return HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
  }

  /** A client whose connection speaks HTTP/2 already. */
  private HttpClient two() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    client.send(HttpRequest.newBuilder(service).build(), HttpResponse.BodyHandlers.discarding());
    return client;
  }

  private void assertRefused(String path, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    assertProblem(post(client, path, body));
  }

  private HttpResponse<String> post(HttpClient client, String path, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(service.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .POST(body)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static void assertProblem(HttpResponse<String> response) {
    assertEquals(413, response.statusCode());
    assertEquals(
        "application/problem+json", response.headers().firstValue("Content-Type").orElse("none"));
    assertThat(response.body(), containsString("\"/problems/body-too-large\""));
  }

  private static byte[] body() {
    return ("{\"text\":\"" + "x".repeat(OVER_THE_LIMIT) + "\"}").getBytes(UTF_8);
  }
}
