package dev.raincheck.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallException;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the events of a call are followed: against a server that plays its part. */
@QuarkusTest
class WatchingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final UUID CALL = UUID.fromString(FakeService.CALL);

  @Inject Calls calls;

  private FakeService service;
  private Calls all;
  private CallHandle<String> handle;

  @BeforeEach
  void start() throws IOException {
    service = new FakeService();
    AuthorizedCalls client =
        RestClientBuilder.newBuilder().baseUri(service.uri()).build(AuthorizedCalls.class);
    all = calls.at(client);
    handle = all.handle(CALL, String.class);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private static String event(String id, String name, String state) {
    return "id: %s\nevent: %s\ndata: {\"id\":\"%s\",\"procedure\":\"p\",\"state\":\"%s\",\"attempts\":[]}\n\n"
        .formatted(id, name, FakeService.CALL, state);
  }

  private static String state(String id, String state) {
    return event(id, "state", state);
  }

  /** A whole stream. */
  private static FakeService.Reply stream(String... events) {
    return FakeService.answer(
        200, "retry: 1\n\n" + String.join("", events), "Content-Type", "text/event-stream");
  }

  /** A stream that breaks off behind these events. */
  private static FakeService.Reply cut(String... events) {
    return exchange -> {
      begin(exchange, 100_000);
      exchange.getResponseBody().write(String.join("", events).getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  private static void begin(HttpExchange exchange, long length) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, length);
  }

  private List<String> read() {
    return handle
        .events()
        .map(call -> call.state().name())
        .collect()
        .asList()
        .await()
        .atMost(PATIENCE);
  }

  @Test
  void eventsAreReadToTheFinalState() {
    service.then(
        stream(
            state("1", "QUEUED"),
            ": alive\n\n",
            state("2", "RUNNING"),
            event("2.1", "progress", "RUNNING"),
            state("3", "SUCCEEDED")));
    assertEquals(List.of("QUEUED", "RUNNING", "RUNNING", "SUCCEEDED"), read());
    FakeService.Request request = service.requests().get(0);
    assertEquals("/calls/" + FakeService.CALL + "/events", request.path());
    assertEquals("text/event-stream", request.header("Accept"));
    assertNull(request.header("Last-Event-ID"));
    assertTrue(request.header("Authorization").startsWith("Bearer "));
    assertEquals(1, service.requests().size());
  }

  @Test
  void aStreamThatEndsEarlyOrBreaksOffIsResumed() {
    service
        .then(stream(state("1", "QUEUED")))
        .then(cut(state("2", "RUNNING"), "id: 3\nevent: st"))
        .cuts()
        .then(FakeService.answer(503, "draining", "Retry-After", "0"))
        .then(stream())
        .then(stream(state("3", "FAILED")));
    assertEquals(List.of("QUEUED", "RUNNING", "FAILED"), read());
    assertEquals(
        Arrays.asList(null, "1", "2", "2", "2", "2"),
        service.requests().stream().map(request -> request.header("Last-Event-ID")).toList());
    List<String> tokens =
        service.requests().stream().map(request -> request.header("Authorization")).toList();
    assertEquals(6, tokens.stream().distinct().count(), tokens::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void whatIsNotThereIsNotFollowed(int status) {
    service.then(
        FakeService.answer(
            status,
            "{\"type\":\"t\",\"title\":\"No\",\"status\":%d}".formatted(status),
            "Content-Type",
            "application/problem+json"));
    CallException.Lost lost = assertThrows(CallException.Lost.class, this::read);
    assertEquals(status, lost.status());
    assertEquals(CALL, lost.callId().orElseThrow());
    assertEquals(1, service.requests().size());
  }

  @Test
  void anEndThatIsNotCleanIsAnEnd() {
    service.then(cut(state("1", "QUEUED"), state("2", "CANCELLED")));
    assertEquals(List.of("QUEUED", "CANCELLED"), read());
    assertEquals(1, service.requests().size());
  }

  @Test
  void allCallsAreFollowedFromWhereItWas() {
    service
        .then(stream("id: 7-x\n: alive\n\n", "event: state\n" + data("RUNNING")))
        .then(cut("id: 8-y\nevent: state\n" + data("SUCCEEDED")))
        .then(stream("event: state\n" + data("QUEUED")))
        .then(stream("id: 9-z\nevent: state\n" + data("FAILED")));
    List<String> states =
        all.events("p q")
            .map(call -> call.state().name())
            .select()
            .first(4)
            .collect()
            .asList()
            .await()
            .atMost(PATIENCE);
    assertEquals(List.of("RUNNING", "SUCCEEDED", "QUEUED", "FAILED"), states);
    assertEquals(
        Arrays.asList(null, "7-x", "8-y", "8-y"),
        service.requests().stream().map(request -> request.header("Last-Event-ID")).toList());
    assertEquals("/calls/events?procedure=p+q", service.requests().get(0).path());
  }

  private static String data(String state) {
    return "data: {\"id\":\"%s\",\"procedure\":\"p\",\"state\":\"%s\",\"attempts\":[]}\n\n"
        .formatted(FakeService.CALL, state);
  }

  @Test
  void whoLosesInterestClosesTheConnection() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    CountDownLatch heard = new CountDownLatch(1);
    service.then(
        exchange -> {
          begin(exchange, 0);
          byte[] event = state("1", "QUEUED").getBytes(StandardCharsets.UTF_8);
          try {
            while (true) {
              exchange.getResponseBody().write(event);
              exchange.getResponseBody().flush();
            }
          } catch (IOException gone) {
            left.countDown();
          }
        });
    Cancellable reading = handle.events().subscribe().with((Call call) -> heard.countDown());
    assertTrue(heard.await(60, TimeUnit.SECONDS));
    reading.cancel();
    assertTrue(left.await(60, TimeUnit.SECONDS));
    assertEquals(1, service.requests().size());
  }
}
