package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Requests to an application. */
final class Http {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private Http() {}

  /** What came back. */
  record Answer(int status, String text) {

    Answer expect(int wanted) {
      assertEquals(wanted, status, text);
      return this;
    }

    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException invalid) {
        throw new AssertionError(text, invalid);
      }
    }
  }

  static CompletableFuture<Answer> later(Application application, String path, String... urls) {
    return send("GET", application, path, urls);
  }

  static Answer get(Application application, String path, String... urls) {
    return send("GET", application, path, urls).join();
  }

  static Answer post(Application application, String path, String... urls) {
    return send("POST", application, path, urls).join();
  }

  private static CompletableFuture<Answer> send(
      String method, Application application, String path, String... urls) {
    String query =
        Arrays.stream(urls)
            .map(url -> "url=" + URLEncoder.encode(url, StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    String separator = urls.length == 0 ? "" : path.contains("?") ? "&" : "?";
    URI uri = application.uri().resolve(path + separator + query);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .method(method, BodyPublishers.noBody())
            .build();
    return CLIENT
        .sendAsync(request, BodyHandlers.ofString())
        .thenApply(answer -> new Answer(answer.statusCode(), answer.body()));
  }
}
