package dev.raincheck.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.DeliveryTry;
import dev.raincheck.core.DeliveryTry.Verdict;
import dev.raincheck.core.DueDelivery;
import dev.raincheck.core.DueDelivery.Subject;
import dev.raincheck.net.AddressBlocks;
import dev.raincheck.net.AddressGuard;
import dev.raincheck.net.FakeResolver;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One try, against receivers that misbehave; 127.0.0.1 is taken for a public address. */
class CourierTest {
  private static final Instant TIME = Instant.parse("2026-11-22T08:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final FakeResolver names = new FakeResolver().tell("target.test", "127.0.0.1");
  private final AtomicInteger requests = new AtomicInteger();
  private @Nullable HttpServer server;
  private CallState state = CallState.SUCCEEDED;

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private int receiver(Handler<HttpServerRequest> handler) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  requests.incrementAndGet();
                  handler.handle(request);
                })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return server.actualPort();
  }

  private static Handler<HttpServerRequest> status(int status) {
    return request -> request.response().setStatusCode(status).end();
  }

  private DeliveryTry send(String url, String... settings) {
    return send(url, Duration.ZERO, settings).result();
  }

  private Courier.Sent send(String url, Duration age, String... settings) {
    CallbackConfig config = CallbackSettings.with(settings.length > 0 ? settings : standard());
    Clock clock = Clock.fixed(TIME, java.time.ZoneOffset.UTC);
    Letters letters =
        new Letters(
            new Signers(config),
            JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build(),
            clock);
    AddressGuard guard =
        new AddressGuard(
            names,
            address ->
                address.getHostAddress().equals("127.0.0.1")
                    ? Optional.empty()
                    : AddressBlocks.whatIsSpecialAbout(address));
    Courier courier =
        new Courier(
            new Contents(
                CourierTest::call,
                batch -> {
                  throw new AssertionError("No batch");
                },
                new FakeBatchStore(),
                config),
            letters,
            new Post(vertx, guard, config),
            new Verdicts(config, new Random(1), clock),
            config);
    return courier
        .send(
            new DueDelivery(
                new UUID(1, 2),
                3,
                0,
                age,
                "",
                url,
                "http://target.test",
                new Subject.OfCall(Optional.of(row()))))
        .await()
        .atMost(PATIENCE);
  }

  private static String[] standard() {
    return new String[] {"secret", CallbackSettings.SECRET, "allow-http", "true", "timeout", "20s"};
  }

  private static String[] impatient() {
    return new String[] {
      "secret", CallbackSettings.SECRET, "allow-http", "true", "timeout", "300ms"
    };
  }

  private CallRow row() {
    return new CallRow(
        new UUID(3, 4),
        "greet",
        "",
        state,
        TIME,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(TIME),
        Optional.empty(),
        1,
        1,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Duration.ZERO,
        List.of(),
        TIME);
  }

  private static Call call(CallRow row) {
    return new Call(
        row.id(),
        row.procedure(),
        row.state(),
        row.createdAt(),
        null,
        null,
        null,
        row.endedAt().orElse(null),
        1,
        1,
        null,
        false,
        null,
        null,
        List.of(),
        new Call.Timing(0, 0, 0),
        new Call.Links("/calls/1", "/calls/1/result", "/calls/1/events", "/calls/1/cancel"),
        List.of());
  }

  private String url(int port) {
    return "http://target.test:" + port + "/ended?x=1";
  }

  private static Duration delay(DeliveryTry result) {
    return assertInstanceOf(Verdict.Again.class, result.verdict()).delay();
  }

  @Test
  void postsASignedEvent() {
    CompletableFuture<String> seen = new CompletableFuture<>();
    int port =
        receiver(
            request ->
                request
                    .body()
                    .onSuccess(
                        body -> {
                          seen.complete(
                              request.method()
                                  + " "
                                  + request.uri()
                                  + " "
                                  + request.getHeader("host").split(":")[0]
                                  + " "
                                  + request.getHeader("content-type")
                                  + " "
                                  + request.getHeader("webhook-id")
                                  + " "
                                  + request.getHeader("webhook-timestamp")
                                  + " "
                                  + request.getHeader("webhook-signature").substring(0, 3)
                                  + "\n"
                                  + body);
                          request.response().setStatusCode(204).end();
                        }));

    DeliveryTry result = send(url(port));

    assertInstanceOf(Verdict.Delivered.class, result.verdict());
    assertEquals(Optional.of(204), result.status());
    assertEquals(3, result.number());
    String[] parts = seen.join().split("\n");
    assertEquals(
        "POST /ended?x=1 target.test application/cloudevents+json "
            + new UUID(1, 2)
            + " 1795334400 v1,",
        parts[0]);
    assertTrue(
        parts[1].startsWith(
            "{\"specversion\":\"1.0\",\"id\":\""
                + new UUID(1, 2)
                + "\",\"source\":\"/calls\",\"type\":\"dev.raincheck.call.ended\",\"subject\":\""
                + new UUID(3, 4)
                + "\",\"time\":\"2026-11-22T08:00:00Z\",\"datacontenttype\":\"application/json\","
                + "\"data\":{\"id\":\""),
        parts[1]);
  }

  @Test
  void goneIsGivenUp() {
    DeliveryTry result = send(url(receiver(status(410))));
    assertInstanceOf(Verdict.GivenUp.class, result.verdict());
    assertEquals(Optional.of(410), result.status());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 429, 500, 503})
  void allElseIsTriedAgain(int status) {
    DeliveryTry result = send(url(receiver(status(status))));
    assertTrue(delay(result).compareTo(Duration.ofSeconds(5)) <= 0, result::toString);
    assertEquals(Optional.of(status), result.status());
    assertEquals(Optional.of("It answered " + status), result.error());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) {
    int[] port = {0};
    port[0] =
        receiver(
            request ->
                request
                    .response()
                    .setStatusCode(status)
                    .putHeader("Location", "http://127.0.0.1:" + port[0] + "/secret")
                    .end());
    DeliveryTry result = send(url(port[0]));
    delay(result);
    assertEquals(Optional.of(status), result.status());
    assertEquals(1, requests.get());
  }

  @Test
  void retryAfterIsHonoured() {
    int port =
        receiver(
            request -> request.response().setStatusCode(503).putHeader("Retry-After", "77").end());
    assertEquals(Duration.ofSeconds(77), delay(send(url(port))));
  }

  @Test
  void retryAfterIsBounded() {
    int port =
        receiver(
            request ->
                request.response().setStatusCode(503).putHeader("Retry-After", "99999999").end());
    assertEquals(Duration.ofHours(1), delay(send(url(port))));
  }

  @Test
  void whatIsTooOldIsGivenUp() {
    int port = receiver(status(500));
    assertInstanceOf(
        Verdict.GivenUp.class, send(url(port), Duration.ofHours(24)).result().verdict());
  }

  @Test
  void oneThatHangsIsLeft() {
    Courier.Sent sent = send(url(receiver(request -> {})), Duration.ZERO, impatient());
    assertEquals(Optional.of("It did not answer in time"), sent.result().error());
    assertEquals(Optional.empty(), sent.result().status());
    assertFalse(sent.answered());
  }

  /**
   * A receiver that begins an answer and goes on drop by drop; only when it was asked, for an
   * answer before that would be none.
   */
  private int trickler(String beginning, String drop, Runnable closed) {
    return vertx
        .createNetServer()
        .connectHandler(
            socket ->
                socket.handler(
                    asked -> {
                      socket.handler(rest -> {});
                      socket.write(beginning);
                      long timer = vertx.setPeriodic(20, tick -> socket.write(drop));
                      socket.closeHandler(
                          gone -> {
                            vertx.cancelTimer(timer);
                            closed.run();
                          });
                    }))
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  @Test
  void oneThatTricklesItsHeadIsLeft() {
    int port = trickler("HTTP/1.1 200 OK\r\n", "X-More: x\r\n", () -> {});
    Courier.Sent sent = send(url(port), Duration.ZERO, impatient());
    delay(sent.result());
    assertEquals(Optional.empty(), sent.result().status());
  }

  @Test
  void aHugeBodyIsNotReadAndTheConnectionClosed() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Buffer chunk = Buffer.buffer(new byte[64 * 1024]);
    int port =
        receiver(
            request -> {
              request.connection().closeHandler(gone -> closed.complete(null));
              request.response().setChunked(true);
              long timer =
                  vertx.setPeriodic(
                      1,
                      tick -> {
                        if (!request.response().closed() && !request.response().writeQueueFull()) {
                          request.response().write(chunk);
                        }
                      });
              request.response().closeHandler(gone -> vertx.cancelTimer(timer));
            });
    assertInstanceOf(Verdict.Delivered.class, send(url(port)).verdict());
    closed.orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS).join();
  }

  @Test
  void aTrickledBodyIsNotWaitedForAndTheConnectionClosed() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n";
    int port = trickler(head, "x", () -> closed.complete(null));
    assertInstanceOf(Verdict.Delivered.class, send(url(port)).verdict());
    closed.orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS).join();
  }

  @Test
  void aNameThatPointsElsewhereByNowIsNotFollowed() {
    int port = receiver(status(200));
    names.tell("changed.test", "10.0.0.1");
    DeliveryTry result = send("http://changed.test:" + port + "/");
    delay(result);
    assertEquals(Optional.of("Its address is not allowed: it is private"), result.error());
    assertEquals(0, requests.get());
  }

  @Test
  void theCheckedAddressIsTheOneThatIsUsed() {
    int port = receiver(status(200));
    names.tell("rebound.test", "127.0.0.1").tell("rebound.test", "10.0.0.1");
    assertInstanceOf(Verdict.Delivered.class, send("http://rebound.test:" + port + "/").verdict());
    assertEquals(List.of("rebound.test"), names.asked);
  }

  @Test
  void anUnknownNameIsTriedAgain() {
    DeliveryTry result = send("http://nowhere.test/");
    delay(result);
    assertEquals(Optional.of("Its name cannot be resolved"), result.error());
  }

  @Test
  void aDeadTargetIsTriedAgain() {
    int port = receiver(status(200));
    server.close().toCompletionStage().toCompletableFuture().join();
    Courier.Sent sent = send(url(port), Duration.ZERO);
    delay(sent.result());
    assertFalse(sent.answered());
  }

  @Test
  void onlyWhatSaysNotNowCountsAgainstTheTarget() {
    assertTrue(send(url(receiver(status(500))), Duration.ZERO).answered());
    assertFalse(send(url(receiver(status(503))), Duration.ZERO).answered());
  }

  @Test
  void aCallThatWasQueuedAgainIsNotTold() {
    state = CallState.QUEUED;
    int port = receiver(status(200));
    assertInstanceOf(Verdict.GivenUp.class, send(url(port)).verdict());
    assertEquals(0, requests.get());
  }

  @Test
  void withoutASecretNothingIsSent() {
    int port = receiver(status(200));
    delay(send(url(port), "allow-http", "true"));
    assertEquals(0, requests.get());
  }

  @Test
  void httpIsNotSentUnlessAllowed() {
    int port = receiver(status(200));
    delay(send(url(port), "secret", CallbackSettings.SECRET));
    assertEquals(0, requests.get());
  }
}
