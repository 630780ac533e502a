package dev.raincheck.builtin.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.fetch.FetchRequest;
import dev.raincheck.net.FakeResolver;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where connections go to: the checked address, in the name of the host. */
class FetchConnectionsTest {

  private final Fixture fixture = new Fixture();
  private final TargetServer server = fixture.server;
  private final FakeResolver names = new FakeResolver();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void connectsToTheAddressThatWasChecked() {
    names.tell("pinned.test", "127.0.0.1").tell("pinned.test", "10.0.0.1");
    server.on("/a", request -> request.response().end(request.getHeader("Host")));
    FetchRequest request = FetchRequest.get(server.url("pinned.test", "/a"));
    String host = fixture.fetch(fixture.guarded(names), request).body();
    assertEquals("pinned.test:" + server.port(), host);
    assertEquals(List.of("pinned.test"), names.asked);
  }

  @Test
  void tellsTheNameWithinTls() throws Exception {
    CompletableFuture<Buffer> clientHello = new CompletableFuture<>();
    int port =
        fixture
            .vertx
            .createNetServer()
            .connectHandler(
                socket ->
                    socket.handler(
                        bytes -> {
                          clientHello.complete(bytes);
                          socket.close();
                        }))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
    names.tell("pinned.test", "127.0.0.1");
    FetchRequest request = FetchRequest.get("https://pinned.test:" + port + "/");
    assertEquals(502, fixture.failure(fixture.guarded(names), request).problem().status());
    String sent = clientHello.get(30, TimeUnit.SECONDS).toString(StandardCharsets.ISO_8859_1);
    assertTrue(sent.contains("pinned.test"), "server name indication");
  }

  @Test
  void triesTheNextAddress() {
    names.tell("two.test", "127.0.0.2", "127.0.0.1");
    server.on("/a", request -> request.response().end("second"));
    Settings settings = Settings.standard();
    FetchProcedure procedure =
        fixture.procedure(settings, FakeCall.running(), new AllowedAddresses(names, settings));
    FetchRequest request = FetchRequest.get(server.url("two.test", "/a"));
    assertEquals("second", fixture.fetch(procedure, request).body());
  }
}
