package dev.raincheck.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.testprocedures.Caller;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the head of a request and its JSON may be. Bodies: {@link BodyLimitTest}. */
@QuarkusTest
class LimitsTest {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int DEEPEST = 1000;

  @TestHTTPResource("/")
  URI service;

  @Test
  void jsonMayNotBeTooDeep() {
    Caller.submit("/test/echo/item", deep(DEEPEST));
    Response response = Caller.post("/test/echo/item", deep(DEEPEST + 1));
    Problems.refused(response, 400, "malformed-request");
  }

  /** An item with a property that is not looked at. */
  private static String deep(int levels) {
    int arrays = levels - 1;
    return "{\"text\":\"a\",\"number\":1,\"x\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";
  }

  @Test
  void theLineMayNotBeTooLong() throws IOException {
    assertEquals(200, status("GET /calls?x=" + "y".repeat(4000) + " HTTP/1.1\r\n"));
    assertEquals(414, status("GET /calls?x=" + "y".repeat(4100) + " HTTP/1.1\r\n"));
  }

  @Test
  void headersMayNotBeTooLong() throws IOException {
    String head = "GET /calls HTTP/1.1\r\nX-Long: ";
    assertEquals(200, status(head + "y".repeat(19_000) + "\r\n"));
    assertEquals(431, status(head + "y".repeat(21_000) + "\r\n"));
  }

  /** What no client of a library would send. */
  private int status(String head) throws IOException {
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(
              (head + "Host: localhost\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      return Integer.parseInt(answer.readLine().split(" ")[1]);
    }
  }
}
