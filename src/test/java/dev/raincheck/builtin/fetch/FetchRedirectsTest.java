package dev.raincheck.builtin.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.fetch.FetchRequest;
import dev.raincheck.contract.fetch.FetchResult;
import dev.raincheck.net.FakeResolver;
import dev.raincheck.net.HostResolver;
import dev.raincheck.net.SystemHostResolver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects, each of which is a new target to be checked. */
class FetchRedirectsTest {

  private final Fixture fixture = new Fixture();
  private final TargetServer server = fixture.server;
  private final FakeResolver names = new FakeResolver();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void followsAChain() {
    server.redirect("/a", 301, "/b?x=1");
    server.redirect("/b", 302, server.url("/c/d"));
    server.redirect("/c/d", 307, "e");
    server.on("/c/e", request -> request.response().end("there"));
    FetchResult result = fixture.fetch(FetchRequest.get(server.url("/a")));
    assertEquals(200, result.status());
    assertEquals("there", result.body());
    assertEquals(server.url("/c/e"), result.url());
  }

  @Test
  void aLoopEndsWithTheRedirectItself() {
    List<String> seen = new CopyOnWriteArrayList<>();
    server.on(
        "/a",
        request -> {
          seen.add(request.path());
          request.response().setStatusCode(302).putHeader("Location", "/a").end();
        });
    FetchResult result = fixture.fetch(FetchRequest.get(server.url("/a")));
    assertEquals(302, result.status());
    assertEquals("/a", result.headers().get("location"));
    assertEquals(1 + Settings.standard().maxRedirects(), seen.size());
  }

  @Test
  void mayBeToldToFollowNone() {
    server.redirect("/a", 303, "/b");
    FetchProcedure procedure = fixture.procedure(Settings.standard().withMaxRedirects(0));
    assertEquals(303, fixture.fetch(procedure, FetchRequest.get(server.url("/a"))).status());
  }

  @Test
  void withoutALocationItIsAnAnswer() {
    server.on("/a", request -> request.response().setStatusCode(302).end("lost"));
    assertEquals("lost", fixture.fetch(FetchRequest.get(server.url("/a"))).body());
  }

  @ParameterizedTest
  @CsvSource({
    "301, GET null null",
    "302, GET null null",
    "303, GET null null",
    "307, POST text/x body",
    "308, POST text/x body",
  })
  void sendsThePostOnOrNot(int status, String expected) {
    server.redirect("/a", status, "/b");
    server.on(
        "/b",
        request ->
            request.bodyHandler(
                body ->
                    request
                        .response()
                        .end(
                            request.method()
                                + " "
                                + request.getHeader("Content-Type")
                                + " "
                                + (body.length() == 0 ? "null" : body))));
    Map<String, String> headers = Map.of("Content-Type", "text/x");
    FetchRequest request = new FetchRequest(server.url("/a"), "POST", headers, "body");
    assertEquals(expected, fixture.fetch(request).body());
  }

  @Test
  void credentialsStayWithTheirOrigin() {
    TargetServer other = new TargetServer(fixture.vertx);
    server.redirect("/same", 302, "/a");
    server.redirect("/other", 302, other.url("/a"));
    for (TargetServer target : List.of(server, other)) {
      target.on(
          "/a",
          request ->
              request
                  .response()
                  .end(
                      request.getHeader("Authorization")
                          + " "
                          + request.getHeader("Cookie")
                          + " "
                          + request.getHeader("X-Other")
                          + " "
                          + request.getHeader("Idempotency-Key")));
    }
    Map<String, String> headers =
        Map.of("Authorization", "secret", "Cookie", "a=b", "X-Other", "kept");
    String same = server.url("/same");
    assertEquals(
        "secret a=b kept " + FakeCall.ID,
        fixture.fetch(new FetchRequest(same, "GET", headers, null)).body());
    String elsewhere = server.url("/other");
    assertEquals(
        "null null kept " + FakeCall.ID,
        fixture.fetch(new FetchRequest(elsewhere, "GET", headers, null)).body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://[fd00:ec2::254]/",
        "http://[::ffff:10.0.0.1]/",
        "//192.168.0.1/",
      })
  void refusesPrivateAddresses(String location) {
    server.redirect("/a", 302, location);
    HostResolver resolver = new SystemHostResolver(fixture.vertx, "names", 1);
    ProblemException failure =
        fixture.failure(fixture.guarded(resolver), FetchRequest.get(server.url("/a")));
    assertNotAllowed(failure);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://127.0.0.1/", "file:///etc/passwd", "http://a@127.0.0.1/", "http:"})
  void refusesWhatIsNotHttp(String location) {
    server.redirect("/a", 302, location);
    ProblemException failure = fixture.failure(FetchRequest.get(server.url("/a")));
    assertNotAllowed(failure);
  }

  @Test
  void refusesANameWhoseAddressChanges() {
    names.tell("rebound.test", "127.0.0.1").tell("rebound.test", "10.0.0.1");
    server.redirect("/a", 302, "/b");
    server.on("/b", request -> request.response().end("inside"));
    FetchRequest request = FetchRequest.get(server.url("rebound.test", "/a"));
    assertNotAllowed(fixture.failure(fixture.guarded(names), request));
    assertEquals(List.of("rebound.test", "rebound.test"), names.asked);
  }

  private static void assertNotAllowed(ProblemException failure) {
    assertEquals(422, failure.problem().status());
    assertEquals("/problems/target-not-allowed", failure.problem().type());
    assertTrue(Boolean.FALSE.equals(failure.problem().retryable()));
  }
}
