package dev.raincheck.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.client.GatedClient.Pass;
import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallException;
import dev.raincheck.contract.CallState;
import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.Gate;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.common.core.BlockingNotAllowedException;
import org.junit.jupiter.api.Test;

/** What typed clients and handles do with the service itself. */
@QuarkusTest
class TypedClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject @RestClient GatedClient gated;
  @Inject @RestClient FailingClient failing;
  @Inject @RestClient CancellingClient cancelling;
  @Inject Calls calls;
  @Inject Vertx vertx;

  private final Gate gate = Gate.closed();
  private final Pass pass = new Pass(gate.key(), "one");

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }

  private static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Test
  void theUniIsTheResult() {
    CompletableFuture<String> result = gated.uni(pass).subscribeAsCompletionStage();
    gate.awaitEntry();
    gate.open("through");
    assertEquals("through", await(result));
    assertEquals(1, gate.executions());
  }

  @Test
  void aStageAndAPlainValueAreTheResultToo() {
    gate.open("through");
    assertEquals("through", await(gated.stage(pass).toCompletableFuture()));
    assertEquals("through", gated.plain(pass));
    assertEquals(2, gate.executions());
  }

  @Test
  void itsTimesAreMeasured() {
    gate.open("through");
    await(gated.uni(pass));
    for (String part : List.of("total", "queue", "run", "communication")) {
      assertTrue(
          Metrics.globalRegistry
                  .get("raincheck.client." + part)
                  .tags("client", "gated", "procedure", "uni", "state", "SUCCEEDED")
                  .timer()
                  .count()
              > 0);
    }
  }

  @Test
  void subscribingAgainExecutesNothing() {
    gate.open("through");
    Uni<String> call = gated.uni(pass);
    assertEquals("through", await(call));
    assertEquals("through", await(call));
    assertEquals(1, gate.executions());
  }

  @Test
  void aRetryOfTheMethodExecutesNothing() {
    FailingClient.Plan plan = new FailingClient.Plan(9, 409, null, gate.key());
    CallException failed = assertThrows(CallException.class, () -> await(failing.retried(plan)));
    assertEquals(409, failed.status());
    assertEquals(1, gate.executions());
  }

  @Test
  void aFailedCallIsAnException() {
    FailingClient.Plan plan = new FailingClient.Plan(9, 503, null, null);
    CallException failed = assertThrows(CallException.class, () -> await(failing.status(plan)));
    assertEquals(CallException.class, failed.getClass());
    assertEquals(503, failed.status());
    assertEquals(3, failed.attempt());
    assertTrue(failed.isRetryable());
    Call call = await(calls.handle(failed.callId().orElseThrow(), String.class).state());
    assertEquals(CallState.FAILED, call.state());
  }

  @Test
  void anExceptionMapperOfTheInterfaceComesFirst() {
    FailingClient.Plan plan = new FailingClient.Plan(9, 418, null, null);
    FailingClient.Teapot teapot =
        assertThrows(FailingClient.Teapot.class, () -> await(failing.status(plan)));
    assertTrue(teapot.getMessage().contains("418"), teapot.getMessage());
  }

  @Test
  void aTimeoutOfTheMethodIsTheCallsBudget() {
    Throwable late = assertThrows(Throwable.class, () -> await(gated.timed(pass)));
    assertFalse(late instanceof AssertionError, late::toString);
    gate.awaitEntry();
    // The service stops it, when nobody waits any more.
    assertEquals("cancelled", gate.awaitStop());
  }

  @Test
  void whoGoesAwayLeavesTheCallToItself() {
    var going = gated.uni(pass).subscribe().with(ignored -> {});
    gate.awaitEntry();
    going.cancel();
    gate.open("through");
    // It is the newest of its procedure.
    Call call =
        await(calls.list(CallQuery.ALL.ofProcedure("test.gated.uni")).select().first().toUni());
    assertEquals("SUCCEEDED", Caller.ended(call.id().toString()).getString("state"));
  }

  @Test
  void whoGoesAwayCancelsTheCallIfSoConfigured() {
    var going = cancelling.uni(pass).subscribe().with(ignored -> {});
    gate.awaitEntry();
    going.cancel();
    assertEquals("cancelled", gate.awaitStop());
  }

  @Test
  void aHandleIsPickedUpByItsId() {
    CallHandle<String> submitted = await(calls.submit(() -> gated.uni(pass)));
    gate.awaitEntry();
    UUID id = submitted.id();
    CallHandle<String> handle = calls.handle(id, String.class);
    assertEquals(CallState.RUNNING, await(handle.state()).state());
    CompletableFuture<String> result = handle.await().subscribeAsCompletionStage();
    gate.open("through");
    assertEquals("through", await(result));
    assertEquals("through", await(submitted.await()));
    TimeSplit timing = submitted.timing().orElseThrow();
    assertEquals(
        timing.total(),
        timing.queue().plus(timing.run()).plus(timing.store()).plus(timing.communication()));
    assertEquals(1, gate.executions());
  }

  @Test
  void aSubmitThatIsRepeatedIsTheSameCall() {
    Uni<CallHandle<String>> submit = calls.submit(() -> gated.uni(pass));
    assertEquals(await(submit).id(), await(submit).id());
    gate.open("through");
    assertEquals(1, gate.executions());
  }

  @Test
  void aHandleTellsWhatHappens() {
    CallHandle<String> handle = await(calls.submit(() -> gated.uni(pass)));
    gate.awaitEntry();
    List<Call> seen = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<List<Call>> all =
        handle
            .events()
            .invoke(
                call -> {
                  seen.add(call);
                  if (call.state() == CallState.RUNNING) {
                    gate.open("through");
                  }
                })
            .collect()
            .asList()
            .subscribeAsCompletionStage();
    assertEquals(
        List.of(CallState.QUEUED, CallState.RUNNING, CallState.SUCCEEDED),
        await(all).stream().map(Call::state).toList());
    assertEquals(handle.id(), seen.get(0).id());
  }

  @Test
  void theEventsOfNoCallFail() {
    CallHandle<String> handle = calls.handle(UUID.randomUUID(), String.class);
    CallException.Lost lost =
        assertThrows(CallException.Lost.class, () -> await(handle.events().collect().last()));
    assertEquals(404, lost.status());
  }

  @Test
  void aHandleCancels() {
    CallHandle<String> handle = await(calls.submit(() -> gated.uni(pass)));
    gate.awaitEntry();
    await(handle.cancel());
    assertThrows(CallException.Cancelled.class, () -> await(handle.await()));
    assertEquals("cancelled", gate.awaitStop());
  }

  @Test
  void aHandleRetries() {
    FailingClient.Plan plan = new FailingClient.Plan(9, 409, null, gate.key());
    CallHandle<String> handle = await(calls.submit(() -> failing.status(plan)));
    assertThrows(CallException.class, () -> await(handle.await()));
    await(handle.retry());
    assertThrows(CallException.class, () -> await(handle.await()));
    assertEquals(2, gate.executions());
  }

  @Test
  void theOptionsOfACallArrive() {
    CallHandle<String> handle =
        await(
            calls.submit(
                CallOptions.DEFAULT
                    .withDelay(Duration.ofHours(1))
                    .withDeadline(Duration.ofHours(2)),
                () -> gated.uni(pass)));
    Call call = await(handle.state());
    assertTrue(call.notBefore().isAfter(call.createdAt().plusSeconds(3_500)));
    assertTrue(call.expiresAt().isBefore(call.createdAt().plusSeconds(7_201)));
    await(handle.cancel());
    CallException.Cancelled cancelled =
        assertThrows(CallException.Cancelled.class, () -> await(handle.await()));
    assertEquals(handle.id(), cancelled.callId().orElseThrow());
    assertEquals(0, gate.executions());
  }

  @Test
  void anUnknownHandleIsLost() {
    CallHandle<String> unknown = calls.handle(UUID.randomUUID(), String.class);
    assertEquals(
        404, assertThrows(CallException.Lost.class, () -> await(unknown.await())).status());
    assertEquals(404, assertThrows(CallException.class, () -> await(unknown.state())).status());
  }

  @Test
  void manyAreGatheredInOrder() {
    gate.open("through");
    List<String> who = List.of("a", "b", "c", "d", "e");
    List<String> results =
        await(
            calls.gather(
                who,
                2,
                one -> gated.uni(new Pass(gate.key(), one)).map(through -> one + " " + through)));
    assertEquals(who.stream().map(one -> one + " through").toList(), results);
    assertEquals(5, gate.executions());
  }

  @Test
  void aListGoesOverAllPages() {
    gate.open("through");
    FailingClient.Plan plan = new FailingClient.Plan(0, 200, null, null);
    List<UUID> submitted =
        await(
            calls.gather(
                Collections.nCopies(205, plan),
                20,
                one -> calls.submit(() -> failing.shortLived(one)).map(CallHandle::id)));
    List<UUID> listed =
        await(
            calls
                .list(CallQuery.ALL.ofProcedure("test.overridden"))
                .map(Call::id)
                .collect()
                .asList());
    assertTrue(listed.containsAll(submitted), () -> listed.size() + " listed");
  }

  @Test
  void aPlainValueIsNotWaitedForOnAnEventLoop() {
    CompletableFuture<String> result = new CompletableFuture<>();
    vertx
        .getOrCreateContext()
        .runOnContext(
            ignored -> {
              try {
                result.complete(gated.plain(pass));
              } catch (RuntimeException refused) {
                result.completeExceptionally(refused);
              }
            });
    CompletionException failed = assertThrows(CompletionException.class, () -> await(result));
    assertInstanceOf(BlockingNotAllowedException.class, failed.getCause());
    assertEquals(0, gate.executions());
  }
}
