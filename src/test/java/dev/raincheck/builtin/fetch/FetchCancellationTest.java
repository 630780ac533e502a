package dev.raincheck.builtin.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.raincheck.contract.fetch.FetchRequest;
import dev.raincheck.contract.fetch.FetchResult;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cancelling the subscription ends the work at the target. */
class FetchCancellationTest {

  private final Fixture fixture = new Fixture();
  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final CompletableFuture<Object> outcome = new CompletableFuture<>();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void whileTheTargetThinks() throws Exception {
    fixture.server.on("/a", this::signal);
    Cancellable running = start();
    asked.get(30, TimeUnit.SECONDS);
    assertFalse(closed.isDone());
    running.cancel();
    closed.get(30, TimeUnit.SECONDS);
    assertFalse(outcome.isDone());
  }

  @Test
  void whileTheAnswerArrives() throws Exception {
    fixture.server.on(
        "/a",
        request -> {
          signal(request);
          request.response().setChunked(true).write("first");
        });
    Cancellable running = start();
    asked.get(30, TimeUnit.SECONDS);
    running.cancel();
    closed.get(30, TimeUnit.SECONDS);
    assertFalse(outcome.isDone());
  }

  @Test
  void whileItWaitsForAConnection() throws Exception {
    fixture.server.on("/a", this::signal);
    fixture.server.on("/b", request -> request.response().end("b"));
    FetchProcedure procedure = fixture.procedure(Settings.standard().withMaxConnections(1, 10));
    Cancellable running = start(procedure, "/a");
    asked.get(30, TimeUnit.SECONDS);
    Cancellable waiting = start(procedure, "/a");
    waiting.cancel();
    running.cancel();
    closed.get(30, TimeUnit.SECONDS);
    FetchRequest next = FetchRequest.get(fixture.server.url("/b"));
    assertEquals("b", fixture.fetch(procedure, next).body());
    assertFalse(outcome.isDone());
  }

  @Test
  void afterTheEndNothingHappens() {
    fixture.server.on("/a", request -> request.response().end("a"));
    FetchProcedure procedure = fixture.procedure(Settings.standard());
    FetchRequest request = FetchRequest.get(fixture.server.url("/a"));
    UniAssertSubscriber<FetchResult> subscriber =
        procedure.fetch(request).subscribe().withSubscriber(UniAssertSubscriber.create());
    subscriber.awaitItem(Fixture.PATIENCE).cancel();
    assertEquals("a", fixture.fetch(procedure, request).body());
  }

  private Cancellable start() {
    return start(fixture.procedure(Settings.standard()), "/a");
  }

  private Cancellable start(FetchProcedure procedure, String path) {
    return procedure
        .fetch(FetchRequest.get(fixture.server.url(path)))
        .subscribe()
        .with(outcome::complete, outcome::complete);
  }

  private void signal(HttpServerRequest request) {
    request.connection().closeHandler(closed::complete);
    asked.complete(null);
  }
}
