package dev.raincheck.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * What callers do, and what they are told. Thread-safe. A request that gets no answer is an {@link
 * IOException}; a POST is never repeated by itself.
 */
final class Http {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private Http() {}

  /** An answer. */
  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return response.body();
    }

    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    /** The body; nothing where that is no JSON. */
    JsonNode json() {
      try {
        return text().isEmpty() ? MissingNode.getInstance() : JSON.readTree(text());
      } catch (IOException other) {
        return MissingNode.getInstance();
      }
    }

    /** Which call it is about. */
    UUID callId() {
      return UUID.fromString(
          header("Call-Id").orElseThrow(() -> new AssertionError("No Call-Id: " + this)));
    }

    /** The state of the call, where a header or the call itself says it. */
    String state() {
      return header("Call-State").orElseGet(() -> json().path("state").asText());
    }

    /** Fails unless the status is this one. */
    Answer expect(int status) {
      if (status() != status) {
        throw new AssertionError("Not " + status + " but " + this);
      }
      return this;
    }

    @Override
    public String toString() {
      return response.request().method()
          + " "
          + response.uri()
          + " "
          + status()
          + " "
          + response.headers().map()
          + " "
          + text();
    }
  }

  /**
   * Work for the procedure {@code work}: as {@code Map.of("millis", 10)}. Properties: millis,
   * blocking, failures, exit, size.
   *
   * @param headers names and values in turn
   */
  static Answer submit(URI service, Map<String, ?> work, String... headers)
      throws IOException, InterruptedException {
    return send(submission(service, work, headers));
  }

  /** Like {@link #submit}, and returns at once. */
  static CompletableFuture<Answer> submitAsync(URI service, Map<String, ?> work, String... headers)
      throws IOException {
    return sendAsync(submission(service, work, headers));
  }

  private static HttpRequest submission(URI service, Map<String, ?> work, String... headers)
      throws IOException {
    return json(service, "/work", JSON.writeValueAsString(work), headers);
  }

  static Answer get(URI service, String path, String... headers)
      throws IOException, InterruptedException {
    return send(request(service.resolve(path), headers).build());
  }

  static Answer post(URI service, String path, String... headers)
      throws IOException, InterruptedException {
    return send(
        request(service.resolve(path), headers).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  static Answer postJson(URI service, String path, String json, String... headers)
      throws IOException, InterruptedException {
    return send(json(service, path, json, headers));
  }

  /** Like {@link #postJson}, and returns at once. */
  static CompletableFuture<Answer> postJsonAsync(
      URI service, String path, String json, String... headers) {
    return sendAsync(json(service, path, json, headers));
  }

  private static HttpRequest json(URI service, String path, String json, String... headers) {
    return request(service.resolve(path), headers)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
  }

  /** The call. */
  static Answer call(URI service, UUID id, String... headers)
      throws IOException, InterruptedException {
    return get(service, "/calls/" + id, headers);
  }

  /** Like {@link #call}, and returns at once. */
  static CompletableFuture<Answer> callAsync(URI service, UUID id) {
    return sendAsync(request(service.resolve("/calls/" + id)).build());
  }

  /** The result of the call, waiting for it for up to that many seconds. */
  static Answer result(URI service, UUID id, int seconds) throws IOException, InterruptedException {
    return get(service, "/calls/" + id + "/result", "Prefer", "wait=" + seconds);
  }

  static Answer cancel(URI service, UUID id) throws IOException, InterruptedException {
    return post(service, "/calls/" + id + "/cancel");
  }

  private static HttpRequest.Builder request(URI uri, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
    return headers.length == 0 ? request : request.headers(headers);
  }

  private static CompletableFuture<Answer> sendAsync(HttpRequest request) {
    return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(Answer::new);
  }

  private static Answer send(HttpRequest request) throws IOException, InterruptedException {
    return new Answer(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()));
  }
}
