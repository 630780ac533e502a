package dev.raincheck.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * {@code fetch} as in production, with every way that is known of writing an address which only the
 * service can reach. Where the way leads to this machine, somebody listens there, and hears
 * nothing.
 */
@QuarkusTest
@TestProfile(Closed.class)
class SsrfTest {

  /** Refused before anything is stored, or before anything is connected to. */
  private static final List<String> REFUSED =
      List.of(
          // This machine.
          "http://127.0.0.1:PORT/",
          "http://127.0.0.2:PORT/",
          "http://127.255.255.254:PORT/",
          "http://localhost:PORT/",
          "http://LocalHost:PORT/",
          "http://0.0.0.0:PORT/",
          "http://0:PORT/",
          "http://[::1]:PORT/",
          "http://[0:0:0:0:0:0:0:1]:PORT/",
          "http://[0000:0000:0000:0000:0000:0000:0000:0001]:PORT/",
          "http://[::]:PORT/",
          "http://2130706433:PORT/",
          // IPv4 within IPv6.
          "http://[::ffff:127.0.0.1]:PORT/",
          "http://[::ffff:7f00:1]:PORT/",
          "http://[::FFFF:7F00:0001]:PORT/",
          "http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/",
          "http://[::127.0.0.1]:PORT/",
          "http://[::7f00:1]:PORT/",
          "http://[::ffff:0:127.0.0.1]:PORT/",
          "http://[64:ff9b::127.0.0.1]:PORT/",
          "http://[64:ff9b::7f00:1]:PORT/",
          "http://[64:ff9b:1::7f00:1]:PORT/",
          "http://[2002:7f00:1::]:PORT/",
          "http://[2002:7f00:0001::1]:PORT/",
          "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]:PORT/",
          "http://[2001::80ff:fffe]:PORT/",
          // Private networks and the like.
          "http://10.0.0.1/",
          "http://10.255.255.255/",
          "http://172.16.0.1/",
          "http://172.31.255.255/",
          "http://192.168.0.1/",
          "http://192.168.255.255/",
          "http://100.64.0.1/",
          "http://100.127.255.255/",
          "http://198.18.0.1/",
          "http://198.19.255.255/",
          "http://192.0.0.8/",
          "http://192.0.2.1/",
          "http://198.51.100.1/",
          "http://203.0.113.1/",
          "http://224.0.0.1/",
          "http://239.255.255.250:1900/",
          "http://255.255.255.255/",
          "http://240.0.0.1/",
          "http://[fc00::1]/",
          "http://[fd12:3456:789a::1]/",
          "http://[fe80::1]/",
          "http://[fec0::1]/",
          "http://[ff02::1]/",
          "http://[100::1]/",
          "http://[2001:db8::1]/",
          "http://[3fff::1]/",
          "http://[5f00::1]/",
          // Where clouds keep the secrets of their machines.
          "http://169.254.169.254/latest/meta-data/",
          "http://169.254.170.2/v2/credentials",
          "http://2852039166/latest/meta-data/",
          "http://[::ffff:169.254.169.254]/",
          "http://[::ffff:a9fe:a9fe]/",
          "http://[64:ff9b::a9fe:a9fe]/",
          "http://[fd00:ec2::254]/latest/meta-data/",
          "http://[fd20:ce::254]/",
          "http://100.100.100.200/latest/meta-data/",
          "http://168.63.129.16/",
          "http://192.0.0.192/opc/v2/",
          // URLs that one reader takes for another than the next.
          "http://example.com@127.0.0.1:PORT/",
          "http://user:password@127.0.0.1:PORT/",
          "http://127.0.0.1:PORT@example.com/",
          "http://example.com:80@127.0.0.1:PORT/",
          "http://127.0.0.1:PORT\\@example.com/",
          "http://example.com\\@127.0.0.1:PORT/",
          "http://127.0.0.1:PORT\t/",
          "http:///127.0.0.1:PORT/",
          "http:127.0.0.1:PORT/",
          "//127.0.0.1:PORT/",
          "file:///etc/passwd",
          "gopher://127.0.0.1:PORT/_",
          "ftp://127.0.0.1:PORT/",
          "jar:http://127.0.0.1:PORT/!/",
          "unix:/var/run/docker.sock",
          "http://127。0。0。1:PORT/");

  /** Systems differ in what they make of these: nobody may hear of it, whatever it is. */
  private static final List<String> UNHEARD =
      List.of(
          "http://127.1:PORT/",
          "http://127.0.1:PORT/",
          "http://127.0.0.1.:PORT/",
          "http://localhost.:PORT/",
          "http://017700000001:PORT/",
          "http://0177.0.0.1:PORT/",
          "http://0x7f000001:PORT/",
          "http://0x7f.0.0.1:PORT/",
          "http://0x7f.1:PORT/",
          "http://6425673729:PORT/",
          "http://127.0.0.1%2f:PORT/",
          "http://[::1%25lo]:PORT/",
          "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/");

  @Test
  void nothingLeadsToWhatOnlyTheServiceReaches() throws IOException {
    AtomicInteger heard = new AtomicInteger();
    try (ServerSocket canary = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      Thread ear = new Thread(() -> listen(canary, heard), "canary");
      ear.setDaemon(true);
      ear.start();
      Map<String, String> waiting = new LinkedHashMap<>();
      for (String url : REFUSED) {
        submit(url, canary.getLocalPort(), waiting);
      }
      for (Map.Entry<String, String> call : waiting.entrySet()) {
        Response result = result(call.getValue());
        assertEquals(422, result.statusCode(), call.getKey() + ": " + result.asString());
        assertEquals("/problems/target-not-allowed", result.jsonPath().getString("type"));
      }
      waiting.clear();
      for (String url : UNHEARD) {
        submit(url, canary.getLocalPort(), waiting);
      }
      for (Map.Entry<String, String> call : waiting.entrySet()) {
        int status = result(call.getValue()).statusCode();
        assertTrue(List.of(422, 502, 504).contains(status), call.getKey() + ": " + status);
      }
    }
    assertEquals(0, heard.get(), "somebody got through");
  }

  private static void listen(ServerSocket canary, AtomicInteger heard) {
    try {
      while (true) {
        canary.accept().close();
        heard.incrementAndGet();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  /** Remembers the call, unless the URL is refused at once. */
  private static void submit(String url, int port, Map<String, String> waiting) {
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("url", url.replace("PORT", String.valueOf(port)))
            .toString();
    Response response = Guest.key("alice").request().body(body).post("/fetches");
    if (response.statusCode() == 202) {
      waiting.put(url, response.header("Call-Id"));
    } else {
      assertEquals(422, response.statusCode(), url + ": " + response.asString());
    }
  }

  private static Response result(String call) {
    return Guest.key("alice")
        .request()
        .header("Prefer", "wait=30")
        .get("/calls/" + call + "/result");
  }
}
