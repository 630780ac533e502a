package dev.raincheck.security;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Sends nonsense to every endpoint that the OpenAPI document knows, as somebody with every right.
 * Whatever comes, the service answers, does not fail, shows nothing of its inside, and is well
 * afterwards. {@code -Dfuzz.seconds} makes it longer, {@code -Dfuzz.seed} repeats a run.
 */
@QuarkusTest
@TestProfile(Closed.class)
class FuzzTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Pattern INTERNALS =
      Pattern.compile(
          "dev\\.raincheck\\.|java\\.(lang|util|io|net)|jakarta\\.|io\\.(quarkus|vertx|netty)|"
              + "com\\.fasterxml|Exception\\b|\\tat |(?i:select .* from |insert into |sqlstate)");

  @Inject ObjectMapper json;

  @TestHTTPResource URI service;

  private final HttpClient client = HttpClient.newHttpClient();

  private Nonsense nonsense;

  private record Endpoint(String verb, String path) {}

  @Test
  void nonsenseIsRefusedAndNothingElse() throws Exception {
    long seed = Long.getLong("fuzz.seed", 20261126);
    long end = System.nanoTime() + Integer.getInteger("fuzz.seconds", 5) * 1_000_000_000L;
    nonsense = new Nonsense(new Random(seed));
    List<Endpoint> endpoints = endpoints();
    assertFalse(endpoints.isEmpty());
    int round = 0;
    do {
      for (Endpoint endpoint : endpoints) {
        send(endpoint, "seed " + seed + ", round " + round);
      }
      round++;
    } while (System.nanoTime() < end);
    Guest.ANONYMOUS.get("/q/health/ready").then().statusCode(200);
    assertEquals(200, Guest.key("alice").call("/test/security/who").statusCode());
  }

  private List<Endpoint> endpoints() throws IOException {
    JsonNode document =
        json.readTree(
            Guest.ANONYMOUS.request().accept("application/json").get("/q/openapi").asString());
    List<Endpoint> endpoints = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        verb ->
                            endpoints.add(
                                new Endpoint(verb.toUpperCase(Locale.ROOT), path.getKey()))));
    endpoints.removeIf(endpoint -> EndpointsByRoleTest.isOfTests(endpoint.path()));
    return endpoints;
  }

  private void send(Endpoint endpoint, String place) throws Exception {
    String path = endpoint.path();
    while (path.contains("{")) {
      path = path.replaceFirst("\\{[^}]*}", nonsense.segment());
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(service.resolve(path) + nonsense.query()))
            .timeout(PATIENCE)
            .header(
                "Authorization",
                Credentials.withToken("fuzz", "\"groups\":[\"call\",\"read\",\"operate\"]"))
            .method(endpoint.verb(), HttpRequest.BodyPublishers.ofByteArray(nonsense.body()));
    nonsense.headers().forEach(header -> request.header(header.name(), header.value()));
    HttpResponse<InputStream> response = answer(request.build(), place);
    String body = body(response);
    String shown = place + ": " + request.build() + " " + response + " " + body;
    assertAll(
        // A call that failed within the wait is answered with its own status; 501 is a refusal.
        () ->
            assertTrue(
                response.statusCode() < 500
                    || response.statusCode() == 501
                    || response.headers().firstValue("Call-Id").isPresent(),
                shown),
        () -> assertFalse(INTERNALS.matcher(withoutEcho(response, body)).find(), shown));
  }

  /**
   * A connection may end between two requests: many streams of events that are left unread are
   * taken for an attack. What then was not answered is sent once more, on another one.
   */
  private HttpResponse<InputStream> answer(HttpRequest request, String place) throws Exception {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException ended) {
      try {
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      } catch (IOException unanswered) {
        unanswered.addSuppressed(ended);
        throw new IOException(place + ": " + request, unanswered);
      }
    }
  }

  /** Of a stream of events, which may have no end, nothing. */
  private static String body(HttpResponse<InputStream> response) throws IOException {
    String type = response.headers().firstValue("Content-Type").orElse("");
    try (InputStream body = response.body()) {
      return type.startsWith("text/event-stream")
          ? ""
          : new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String withoutEcho(HttpResponse<?> response, String body) {
    return response.headers().firstValue("Call-State").isPresent() ? "" : body;
  }
}
