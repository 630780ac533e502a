package dev.raincheck.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.CallException;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.jboss.resteasy.reactive.common.core.BlockingNotAllowedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sends, and what it makes of the answers: against a server that plays its part. */
@QuarkusTest
class FollowingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject Vertx vertx;

  private FakeService service;
  private PlainClient client;

  @BeforeEach
  void start() throws IOException {
    service = new FakeService();
    client = client(service.uri());
  }

  private static PlainClient client(URI uri) {
    return RestClientBuilder.newBuilder().baseUri(uri).build(PlainClient.class);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }

  @Test
  void aQuickCallIsOneRoundTrip() {
    service.succeeds("done");
    assertEquals("done", await(client.work("in")));
    assertEquals(1, service.requests().size());
    FakeService.Request submit = service.requests().get(0);
    assertEquals("POST", submit.method());
    assertEquals("/work", submit.path());
    assertEquals("in", submit.body());
    assertEquals("wait=20", submit.header("Prefer"));
    assertEquals("86400000ms", roundUp(submit.header("Operation-Timeout")));
    assertNotNull(UUID.fromString(submit.header("Idempotency-Key")));
    assertEquals("acme", submit.header("X-Tenant"));
  }

  /** What is left of a day, some milliseconds into it. */
  private static String roundUp(String budget) {
    long millis = Long.parseLong(budget.replace("ms", ""));
    return (millis + 59_999) / 60_000 * 60_000 + "ms";
  }

  @Test
  void aLongerOneIsFollowed() {
    service.accepts().notYet().notYet().succeeds("done");
    assertEquals("done", await(client.work("in")));
    List<FakeService.Request> requests = service.requests();
    assertEquals(4, requests.size());
    for (FakeService.Request poll : requests.subList(1, 4)) {
      assertEquals("GET", poll.method());
      assertEquals("/calls/" + FakeService.CALL + "/result", poll.path());
      assertEquals("wait=20", poll.header("Prefer"));
      assertEquals("acme", poll.header("X-Tenant"));
      assertNull(poll.header("Idempotency-Key"));
      assertNull(poll.header("Operation-Timeout"));
      assertEquals("", poll.body());
    }
  }

  @Test
  void credentialsAreMadeAnewForEachRequest() {
    service.accepts().notYet().succeeds("done");
    await(client.work("in"));
    List<String> tokens =
        service.requests().stream().map(request -> request.header("Authorization")).toList();
    assertEquals(3, tokens.stream().distinct().count(), tokens::toString);
    tokens.forEach(token -> assertTrue(token.startsWith("Bearer ")));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void whatPassesIsRiddenOut(int status) {
    service
        .accepts()
        .then(FakeService.answer(status, "gateway"))
        .cuts()
        .then(FakeService.answer(status, "gateway", "Retry-After", "0"))
        .succeeds("done");
    assertEquals("done", await(client.work("in")));
    assertEquals(5, service.requests().size());
  }

  @Test
  void aSubmitWhoseAnswerIsLostIsRepeatedWithItsKey() {
    service
        .cuts()
        .then(FakeService.answer(503, ""))
        .then(FakeService.answer(502, "gateway"))
        .succeeds("done");
    assertEquals("done", await(client.work("in")));
    List<FakeService.Request> requests = service.requests();
    assertEquals(4, requests.size());
    requests.forEach(request -> assertEquals("in", request.body()));
    assertEquals(1, requests.stream().map(it -> it.header("Idempotency-Key")).distinct().count());
  }

  @Test
  void aFilterMayBlockOnEachRequestIfItMightOnTheFirst() {
    service.cuts().cuts().accepts().cuts().succeeds("done");
    int before = PlainClient.Token.ON_EVENT_LOOPS.get();
    assertEquals("done", await(client.work("in")));
    assertEquals(5, service.requests().size());
    assertEquals(before, PlainClient.Token.ON_EVENT_LOOPS.get());
  }

  @Test
  void whatMayNotBeWaitedForIsNotSent() {
    int before = PlainClient.Token.MADE.get();
    assertThrows(
        BlockingNotAllowedException.class,
        () -> await(Uni.createFrom().item(() -> client.waitedFor("in")).runSubscriptionOn(loop())));
    assertEquals(before, PlainClient.Token.MADE.get());
  }

  private Executor loop() {
    Context loop = vertx.getOrCreateContext();
    return task -> loop.runOnContext(ignored -> task.run());
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 504})
  void aGatewayThatLostTheServerIsAskedAgain(int status) {
    service.then(FakeService.answer(status, "gateway")).succeeds("done");
    assertEquals("done", await(client.work("in")));
    assertEquals(2, service.requests().size());
  }

  @Test
  void aSubmitThatReachesNobodyFailsAtOnce() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    PlainClient nowhere = client(URI.create("http://localhost:" + port));
    assertThrows(Exception.class, () -> await(nowhere.work("in")));
  }

  @Test
  void aSubscriptionMoreIsTheSameCall() {
    service.succeeds("done").succeeds("done").succeeds("other");
    Uni<String> call = client.work("in");
    await(call);
    await(call);
    await(client.work("in"));
    List<String> keys =
        service.requests().stream().map(request -> request.header("Idempotency-Key")).toList();
    assertEquals(keys.get(0), keys.get(1));
    assertNotEquals(keys.get(0), keys.get(2));
  }

  @Test
  void aKeyOfTheCallersOwnIsKept() {
    service.succeeds("done");
    await(client.keyed("mine", "in"));
    assertEquals("mine", service.requests().get(0).header("Idempotency-Key"));
  }

  @Test
  void aRefusedSubmitSaysWhy() {
    service.then(
        FakeService.answer(
            503,
            "{\"type\":\"/problems/queue-full\",\"title\":\"The queue is full\",\"status\":503,"
                + "\"retryable\":true}",
            "Content-Type",
            "application/problem+json",
            "Retry-After",
            "7"));
    CallException.Refused refused =
        assertThrows(CallException.Refused.class, () -> await(client.work("in")));
    assertEquals(503, refused.status());
    assertEquals("/problems/queue-full", refused.problem().type());
    assertEquals(Duration.ofSeconds(7), refused.retryAfter().orElseThrow());
    assertTrue(refused.isRetryable());
    assertTrue(refused.callId().isEmpty());
    assertEquals(1, service.requests().size());
  }

  @Test
  void anotherOriginIsNeverAsked() throws IOException {
    try (FakeService other = new FakeService()) {
      service.then(FakeService.accepted(other.uri() + "/calls/" + FakeService.CALL));
      CallException.Lost lost =
          assertThrows(CallException.Lost.class, () -> await(client.work("in")));
      assertTrue(lost.getMessage().contains("another origin"), lost.getMessage());
      assertEquals(List.of(), other.requests());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 401, 403, 404})
  void whatIsNotTheServerIsNotFollowed(int status) {
    service.accepts().then(FakeService.answer(status, "hello"));
    CallException.Lost lost =
        assertThrows(CallException.Lost.class, () -> await(client.work("in")));
    assertEquals(FakeService.CALL, lost.callId().orElseThrow().toString());
    assertEquals(status < 400 ? 502 : status, lost.status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"FAILED", "CANCELLED", "EXPIRED"})
  void eachEndIsToldApart(String state) {
    service
        .accepts()
        .then(
            FakeService.answer(
                504,
                "{\"type\":\"t\",\"title\":\"Why\",\"status\":504,\"attempt\":3,"
                    + "\"retryable\":false}",
                "Content-Type",
                "application/problem+json",
                "Call-Id",
                FakeService.CALL,
                "Call-State",
                state));
    CallException ended = assertThrows(CallException.class, () -> await(client.work("in")));
    Class<?> kind =
        switch (state) {
          case "CANCELLED" -> CallException.Cancelled.class;
          case "EXPIRED" -> CallException.Expired.class;
          default -> CallException.class;
        };
    assertEquals(kind, ended.getClass());
    assertEquals("Why", ended.problem().title());
    assertEquals(3, ended.attempt());
    assertFalse(ended.isRetryable());
    assertEquals(FakeService.CALL, ended.callId().orElseThrow().toString());
  }

  @Test
  void nobodyIsAskedForWhoWentAway() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    service
        .accepts()
        .then(
            exchange -> {
              asked.countDown();
              pass(gone);
              FakeService.accepted("/calls/" + FakeService.CALL).to(exchange);
            })
        .succeeds("done");
    Cancellable going = client.work("in").subscribe().with(ignored -> {});
    assertTrue(asked.await(60, TimeUnit.SECONDS));
    going.cancel();
    gone.countDown();
    // The client comes back to itself, and to the next call.
    assertEquals("done", await(client.work("in")));
    assertEquals(3, service.requests().size());
    assertEquals("POST", service.requests().get(2).method());
  }

  private static void pass(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException end) {
      throw new IOException(end);
    }
  }

  @Test
  void theCallersTimeEnds() {
    service.accepts().then(exchange -> {});
    CallException.TimedOut late =
        assertThrows(
            CallException.TimedOut.class,
            () ->
                await(
                    new TypedCall(
                            CallOptions.DEFAULT.withDeadline(Duration.ofMillis(50)),
                            new TypedCall.Await(),
                            "key")
                        .around(client.work("in"))));
    assertInstanceOf(CallException.class, late);
    assertTrue(service.requests().get(0).header("Operation-Timeout").endsWith("ms"));
  }
}
