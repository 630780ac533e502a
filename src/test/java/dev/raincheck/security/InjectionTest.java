package dev.raincheck.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers write stays text, and their secrets stay theirs. */
@QuarkusTest
@TestProfile(Closed.class)
class InjectionTest {
  @TestHTTPResource URI service;

  @ParameterizedTest
  @ValueSource(strings = {"INFO", "FINE"})
  void secretsOfACallAreShownNowhere(String level) {
    String secret = "s3cr3t-of-the-target";
    List<String> log = new CopyOnWriteArrayList<>();
    Handler listener = listener(log);
    Logger root = Logger.getLogger("");
    Level before = root.getLevel();
    root.addHandler(listener);
    root.setLevel(Level.parse(level));
    try {
      Guest known = Guest.token("known", "\"groups\":[\"call\",\"read\"]");
      known.ended(known.submit("/test/security/who"));
      String token = known.authorization().substring("Bearer ".length());
      Guest alice = Guest.key("alice");
      Response submitted =
          alice
              .request()
              .body(
                  """
                  {"url": "http://127.0.0.1:1/?token=%s", "headers": {"Authorization": "%s", "X-Api-Key": "%s"}}
                  """
                      .formatted(secret, secret, secret))
              .post("/fetches");
      assertEquals(202, submitted.statusCode(), submitted.asString());
      String id = submitted.header("Call-Id");
      alice.ended(id);
      for (String path :
          List.of("/calls/" + id, "/calls/" + id + "/result", "/calls", "/procedures/fetch")) {
        assertFalse(alice.get(path).asString().contains(secret), path);
      }
      assertFalse(Guest.key("reader").get("/q/metrics").asString().contains(secret));
      assertFalse(submitted.asString().contains(secret));
      for (String line : log) {
        assertFalse(line.contains(secret), line);
        assertFalse(line.contains(Credentials.key("alice")), line);
        assertFalse(line.contains(token), line);
      }
    } finally {
      root.setLevel(before);
      root.removeHandler(listener);
    }
  }

  private static Handler listener(List<String> log) {
    ExtFormatter formatter =
        new ExtFormatter() {
          @Override
          public String format(ExtLogRecord logged) {
            return formatMessage(logged) + " " + logged.getThrown() + " " + logged.getMdcCopy();
          }
        };
    return new Handler() {
      @Override
      public void publish(LogRecord logged) {
        if (String.valueOf(logged.getLoggerName()).startsWith("org.apache.http")) {
          return; // the test's own client, in the same process
        }
        log.add(formatter.format(ExtLogRecord.wrap(logged)));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /calls?cursor=a%0d%0aX-Injected:%20yes HTTP/1.1",
        "GET /calls?procedure=%0d%0aX-Injected:%20yes HTTP/1.1",
        "GET /calls/%0d%0aX-Injected:%20yes HTTP/1.1",
        "GET /problems/%0d%0aX-Injected:%20yes HTTP/1.1",
        "GET /procedures/..%2f..%2fq%2fmetrics HTTP/1.1",
        "GET /calls/../q/metrics HTTP/1.1",
        "GET /calls/..;/q/metrics HTTP/1.1",
        "GET /q/metrics;x=/q/health HTTP/1.1",
        "GET //q/metrics HTTP/1.1",
        "GET /../../etc/passwd HTTP/1.1",
        "GET /META-INF/microprofile-config.properties HTTP/1.1",
        "GET /application.properties HTTP/1.1",
        "GET /%2e%2e/application.properties HTTP/1.1",
      })
  void aPathIsAPath(String requestLine) throws IOException {
    String answer = raw(requestLine + "\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertTrue(answer.matches("(?s)HTTP/1.1 (400|401|403|404|405) .*"), answer);
    assertFalse(answer.toLowerCase(Locale.ROOT).contains("\nx-injected"), answer);
    assertFalse(answer.contains("quarkus."), answer);
    assertFalse(answer.contains("raincheck_"), answer);
  }

  @Test
  void twoHeadersOfCredentialsAreNoTrick() throws IOException {
    String answer =
        raw(
            "GET /calls HTTP/1.1\r\nHost: a\r\nAuthorization: ApiKey wrong\r\nAuthorization: "
                + Credentials.withKey("operator")
                + "\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
