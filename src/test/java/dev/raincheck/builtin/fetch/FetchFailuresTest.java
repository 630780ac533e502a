package dev.raincheck.builtin.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.fetch.FetchRequest;
import dev.raincheck.net.FakeResolver;
import dev.raincheck.net.HttpTarget;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a failed attempt, and what the problem says. */
class FetchFailuresTest {

  private final Fixture fixture = new Fixture();
  private final TargetServer server = fixture.server;
  private final FetchRequest request = FetchRequest.get(server.url("/secret?token=1"));

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 501, 502, 503, 504, 599})
  void theseStatusesAreFailures(int status) {
    server.on("/secret", request -> request.response().setStatusCode(status).end("sorry"));
    ProblemException failure = fixture.failure(request);
    assertProblem(502, "upstream-failed", true, failure);
    assertEquals(Map.of("upstreamStatus", status), failure.problem().extensions());
    assertEquals(server.url("") + " answered " + status, failure.problem().detail());
    assertNull(retryAfter(failure));
  }

  @ParameterizedTest
  @CsvSource({
    "17, 17",
    "'Sun, 22 Nov 2026 08:01:30 GMT', 90",
    "'Sun, 22 Nov 2026 07:00:00 GMT', 0",
    "soon, ",
  })
  void passesRetryAfterOn(String sent, String expected) {
    server.on(
        "/secret",
        request ->
            request.response().setStatusCode(503).putHeader("Retry-After", sent).end("sorry"));
    assertEquals(expected, retryAfter(fixture.failure(request)));
  }

  @Test
  void refusedConnection() throws IOException {
    int unused;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }
    String url = "http://127.0.0.1:" + unused + "/";
    ProblemException failure = fixture.failure(FetchRequest.get(url));
    assertProblem(502, "upstream-failed", true, failure);
    assertEquals(
        "The connection to http://127.0.0.1:" + unused + " failed", failure.problem().detail());
    assertEquals(Map.of(), failure.problem().extensions());
  }

  @Test
  void connectionThatBreaksBeforeTheAnswer() {
    server.on("/secret", request -> request.connection().close());
    assertProblem(502, "upstream-failed", true, fixture.failure(request));
  }

  @Test
  void connectionThatBreaksWithinTheAnswer() {
    server.on(
        "/secret",
        request ->
            request
                .response()
                .putHeader("Content-Length", "100")
                .write("half")
                .onComplete(written -> request.connection().close()));
    assertProblem(502, "upstream-failed", true, fixture.failure(request));
  }

  @Test
  void targetThatDoesNotSpeakHttp() {
    int port =
        fixture
            .vertx
            .createNetServer()
            .connectHandler(socket -> socket.end(Buffer.buffer("SSH-2.0-x\r\n\r\n")))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
    FetchRequest other = FetchRequest.get("http://127.0.0.1:" + port + "/");
    assertProblem(502, "upstream-failed", true, fixture.failure(other));
  }

  @Test
  void targetThatDoesNotSpeakTls() {
    String url = server.url("/a").replace("http:", "https:");
    ProblemException failure = fixture.failure(FetchRequest.get(url));
    assertProblem(502, "upstream-failed", true, failure);
    assertTrue(failure.problem().detail().startsWith("No secure connection to https://127.0.0.1:"));
  }

  @Test
  void nameThatIsNotKnown() {
    Settings settings = Settings.standard();
    AllowedAddresses addresses = new AllowedAddresses(new FakeResolver(), settings);
    FetchProcedure procedure = fixture.procedure(settings, FakeCall.running(), addresses);
    ProblemException failure = fixture.failure(procedure, FetchRequest.get("http://nowhere.test/"));
    assertProblem(502, "upstream-failed", true, failure);
    assertEquals(
        "The name of http://nowhere.test:80 cannot be resolved", failure.problem().detail());
  }

  @Test
  void connectionThatIsNotAcceptedInTime() {
    HttpTarget target = HttpTarget.of("http://a/secret").orElseThrow();
    ProblemException failure = FetchProblems.unreachable(target, new ConnectTimeoutException("x"));
    assertProblem(504, "upstream-timeout", true, failure);
    assertEquals("http://a:80 did not accept a connection in time", failure.problem().detail());
  }

  @Test
  void noMoreThanSoManyWaitForAConnection() throws Exception {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    server.on("/secret", request -> asked.complete(null));
    FetchProcedure procedure = fixture.procedure(Settings.standard().withMaxConnections(1, 0));
    var first = procedure.fetch(request).subscribeAsCompletionStage();
    asked.get(30, TimeUnit.SECONDS);
    assertProblem(502, "upstream-failed", true, fixture.failure(procedure, request));
    first.cancel(false);
  }

  @Test
  void slowTarget() throws Exception {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    server.on("/secret", request -> request.connection().closeHandler(closed::complete));
    FetchProcedure procedure =
        fixture.procedure(Settings.standard().withTimeout(Duration.ofMillis(150)));
    ProblemException failure = fixture.failure(procedure, request);
    assertProblem(504, "upstream-timeout", true, failure);
    assertEquals(
        server.url("") + " gave no complete answer within 150 ms", failure.problem().detail());
    closed.get(30, TimeUnit.SECONDS);
  }

  @Test
  void answerThatNeverEnds() {
    server.on("/secret", request -> request.response().setChunked(true).write("forever"));
    FetchProcedure procedure =
        fixture.procedure(Settings.standard().withTimeout(Duration.ofMillis(150)));
    assertProblem(504, "upstream-timeout", true, fixture.failure(procedure, request));
  }

  @Test
  void callersBudgetIsShorter() {
    server.on("/secret", request -> {});
    FetchProcedure spent =
        fixture.procedure(Settings.standard(), FakeCall.runningWith(Duration.ZERO));
    assertProblem(504, "upstream-timeout", true, fixture.failure(spent, request));
    FetchProcedure procedure =
        fixture.procedure(Settings.standard(), FakeCall.runningWith(Duration.ofMillis(120)));
    assertTrue(fixture.failure(procedure, request).problem().detail().endsWith("within 120 ms"));
  }

  @Test
  void callersBudgetIsLonger() {
    server.on("/secret", request -> {});
    FetchProcedure procedure =
        fixture.procedure(
            Settings.standard().withTimeout(Duration.ofMillis(130)),
            FakeCall.runningWith(Duration.ofDays(1)));
    assertTrue(fixture.failure(procedure, request).problem().detail().endsWith("within 130 ms"));
  }

  @Test
  void tooLargeBody() throws Exception {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    server.on(
        "/secret",
        request -> {
          request.connection().closeHandler(closed::complete);
          pour(request.response().setChunked(true));
        });
    ProblemException failure = fixture.failure(request);
    assertProblem(502, "upstream-too-large", false, failure);
    assertEquals(
        server.url("") + " answered with a body of over 100000 bytes; it is not tried again",
        failure.problem().detail());
    assertEquals(Map.of("upstreamStatus", 200), failure.problem().extensions());
    closed.get(30, TimeUnit.SECONDS);
  }

  @Test
  void bodyOfJustTheLimit() {
    server.on("/secret", request -> request.response().end("x".repeat(100_000)));
    assertEquals(100_000, fixture.fetch(request).body().length());
    server.on("/secret", request -> request.response().end("x".repeat(100_001)));
    assertProblem(502, "upstream-too-large", false, fixture.failure(request));
  }

  @Test
  void bodyThatIsSmallOnlyWhileCompressed() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(new byte[5_000_000]);
    }
    assertTrue(compressed.size() < 100_000);
    server.on(
        "/secret",
        request ->
            request
                .response()
                .putHeader("Content-Encoding", "gzip")
                .end(Buffer.buffer(compressed.toByteArray())));
    assertProblem(502, "upstream-too-large", false, fixture.failure(request));
  }

  @Test
  void aFailuresBodyIsNotRead() {
    server.on("/secret", request -> pour(request.response().setStatusCode(503).setChunked(true)));
    assertProblem(502, "upstream-failed", true, fixture.failure(request));
  }

  @Test
  void urlThatWasNotValidated() {
    ProblemException failure = fixture.failure(FetchRequest.get("file:///etc/passwd"));
    assertProblem(422, "target-not-allowed", false, failure);
  }

  /** Writes as fast as it is read, until the connection is closed. */
  private static void pour(HttpServerResponse response) {
    response
        .write("x".repeat(10_000))
        .onSuccess(
            written -> {
              if (!response.closed()) {
                pour(response);
              }
            });
  }

  private static void assertProblem(
      int status, String slug, boolean retryable, ProblemException failure) {
    Problem problem = failure.problem();
    assertEquals(status, problem.status(), problem::toString);
    assertEquals(status, failure.getResponse().getStatus());
    assertEquals("/problems/" + slug, problem.type());
    assertEquals(retryable, problem.retryable());
    assertFalse(problem.detail().contains("secret"), problem::toString);
    assertFalse(problem.detail().contains("Exception"), problem::toString);
  }

  private static String retryAfter(ProblemException failure) {
    return failure.getResponse().getHeaderString("Retry-After");
  }
}
