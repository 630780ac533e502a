package dev.raincheck.http;

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
    assertRefused(
        path, HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body())));
  }

  private void assertRefused(String path, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(service.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(body)
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(413, response.statusCode());
    assertEquals(
        "application/problem+json", response.headers().firstValue("Content-Type").orElse("none"));
    assertThat(response.body(), containsString("\"/problems/body-too-large\""));
  }

  private static byte[] body() {
    return ("{\"text\":\"" + "x".repeat(OVER_THE_LIMIT) + "\"}")
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
