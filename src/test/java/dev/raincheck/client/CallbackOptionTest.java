package dev.raincheck.client;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.raincheck.contract.BatchRequest;
import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Typed clients ask for the ends of calls and batches. */
@QuarkusTest
class CallbackOptionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject Calls calls;
  @Inject Batches batches;
  @Inject @RestClient GatedClient gated;

  private final BlockingQueue<JsonPath> told = new LinkedBlockingQueue<>();
  private HttpServer receiver;
  private CallOptions options;

  @BeforeEach
  void start() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            told.add(JsonPath.from(new String(body, StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(204, -1);
          }
        });
    receiver.start();
    int port = receiver.getAddress().getPort();
    options = CallOptions.DEFAULT.withCallback(URI.create("http://127.0.0.1:" + port + "/ended"));
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  private static <T> T get(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }

  private void assertTold(String type, UUID subject) throws InterruptedException {
    JsonPath event = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertEquals(type, event.getString("type"));
    assertEquals(subject.toString(), event.getString("subject"));
  }

  @Test
  void ofACall() throws Exception {
    Gate gate = Gate.closed();
    gate.open("through");
    GatedClient.Pass pass = new GatedClient.Pass(gate.key(), "me");
    UUID call = get(calls.submit(options, () -> gated.uni(pass))).id();
    assertTold("dev.raincheck.call.ended", call);
    assertEquals(1, Caller.call(call.toString()).getList("deliveries").size());
  }

  @Test
  void ofABatch() throws Exception {
    BatchRequest request = BatchRequest.of(List.of(BatchRequest.Member.of("test.echo.none", null)));
    UUID batch = get(batches.submit(options, request)).id();
    assertTold("dev.raincheck.batch.ended", batch);
    assertEquals(1, given().get("/batches/{id}", batch).jsonPath().getList("deliveries").size());
  }
}
