package dev.raincheck.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.Awaiting;
import dev.raincheck.contract.Batch;
import dev.raincheck.contract.BatchRequest;
import dev.raincheck.contract.BatchRequest.Member;
import dev.raincheck.contract.BatchResult;
import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallException;
import dev.raincheck.contract.CallState;
import dev.raincheck.contract.CallsApi;
import dev.raincheck.contract.fetch.FetchRequest;
import dev.raincheck.contract.fetch.FetchResult;
import dev.raincheck.testprocedures.EchoProcedures.Item;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.Test;

/** Many calls in one request, by the typed client. */
@QuarkusTest
class BatchesClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject Batches batches;
  @Inject Calls calls;
  @Inject @RestClient CallsClient service;

  @TestHTTPResource URI root;

  private final Gate gate = Gate.closed();

  private static <T> T get(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }

  @Test
  void fiveUrlsAreFetchedAndGatheredInOrder() {
    List<String> urls =
        Stream.of("problems/internal", "problems/expired", "problems", "procedures", "q/health")
            .map(path -> root.resolve(path).toString())
            .toList();

    List<FetchResult> results =
        get(
            batches.gather(
                "fetch", urls.stream().map(FetchRequest::get).toList(), FetchResult.class));

    assertEquals(urls, results.stream().map(FetchResult::url).toList());
    assertTrue(results.get(1).body().contains("The caller's time was spent"));
  }

  @Test
  void manyAreGatheredInOrder() {
    List<Item> inputs =
        IntStream.range(0, 1_000).mapToObj(i -> new Item("t" + i, i % 100, null)).toList();
    assertEquals(inputs, get(batches.gather("test.echo.item", inputs, Item.class)));
    assertEquals(List.of(), get(batches.gather("test.echo.item", List.of(), Item.class)));
    assertEquals(inputs, get(calls.gather("test.echo.item", inputs, Item.class)));
  }

  @Test
  void callsOfAnotherServiceGatherByItsBatches() {
    List<Item> inputs = List.of(new Item("a", 1, null), new Item("b", 2, null));
    assertEquals(
        inputs, get(calls.at(service, batches).gather("test.echo.item", inputs, Item.class)));
    Calls without = calls.at(service);
    assertThrows(
        IllegalStateException.class, () -> without.gather("test.echo.item", inputs, Item.class));
  }

  @Test
  void aBatchIsFollowedToItsEnd() {
    BatchHandle batch =
        get(
            batches.submit(
                BatchRequest.of(
                    List.of(
                        Member.of("test.echo.item", new Item("a", 1, null)),
                        Member.of("test.echo.item", new Item("b", 2, null))))));
    List<Batch> seen = get(batch.events().collect().asList());
    Batch last = seen.get(seen.size() - 1);
    assertEquals(CallState.SUCCEEDED, last.state());
    assertEquals(2, last.counts().get(CallState.SUCCEEDED));
    assertEquals(batch.id(), last.id());
  }

  @Test
  void callsAreFollowedAsTheyEnd() {
    AssertSubscriber<Call> reader = AssertSubscriber.create(Long.MAX_VALUE);
    calls.events("test.echo.item").filter(call -> call.state().isFinal()).subscribe(reader);
    Item item = new Item("a", 1, null);
    // Until the first one is heard of, the stream may not have begun.
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              get(calls.gather("test.echo.item", List.of(item), Item.class));
              return !reader.getItems().isEmpty();
            });
    UUID id = get(batches.submit(BatchRequest.of(List.of(Member.of("test.echo.item", item))))).id();
    UUID call =
        get(service.list("test.echo.item", null, null, null, "1", null))
            .readEntity(CallsApi.CallPage.class)
            .items()
            .get(0)
            .id();
    get(batches.handle(id).await());
    await()
        .atMost(PATIENCE)
        .until(() -> reader.getItems().stream().anyMatch(seen -> seen.id().equals(call)));
    reader.cancel();
  }

  @Test
  void theFirstFailureFailsItAll() {
    Object refused = Map.of("times", 9, "status", 403);
    Object fine = Map.of("times", 0, "status", 0);
    CallException failure =
        assertThrows(
            CallException.class,
            () ->
                get(
                    batches.gather(
                        "test.failing.status", List.of(fine, refused, fine), String.class)));
    assertEquals(403, failure.status());
    assertTrue(failure.callId().isPresent());
  }

  @Test
  void whatIsNotValidIsRefused() {
    CallException.Refused refused =
        assertThrows(
            CallException.Refused.class,
            () -> get(batches.gather("test.echo.item", List.of(Map.of()), Item.class)));
    assertEquals("calls[0].input.text", refused.problem().violations().get(0).field());
  }

  @Test
  void isFollowedLikeACall() {
    CompletableFuture<List<BatchResult>> results =
        batches
            .results(BatchRequest.of(List.of(gated(), echo())).awaiting(Awaiting.ALL))
            .subscribeAsCompletionStage();
    gate.awaitEntry();
    gate.open("through");
    List<BatchResult> all = get(Uni.createFrom().completionStage(results));
    assertEquals("through", all.get(0).body());
    assertEquals(BatchResult.UTF_8, all.get(0).bodyEncoding());
    assertEquals("here", ((Map<?, ?>) all.get(1).body()).get("text"));
    assertNull(all.get(1).bodyEncoding());
  }

  @Test
  void aHandleIsAllThatIsNeeded() {
    BatchHandle submitted = get(batches.submit(BatchRequest.of(List.of(gated(), echo()))));
    BatchHandle handle = batches.handle(submitted.id());
    gate.awaitEntry();
    await()
        .untilAsserted(
            () -> assertEquals(1, get(handle.state()).counts().get(CallState.SUCCEEDED)));
    assertEquals(CallState.RUNNING, get(handle.state()).state());

    Batch cancelled = get(handle.cancel());

    assertTrue(cancelled.cancelRequested());
    assertEquals(
        List.of(CallState.CANCELLED, CallState.SUCCEEDED),
        get(handle.await()).stream().map(BatchResult::state).toList());
    assertEquals(CallState.CANCELLED, get(handle.state()).state());
  }

  @Test
  void subscribingAgainIsTheSameBatch() {
    Uni<BatchHandle> submit = batches.submit(BatchRequest.of(List.of(echo())));
    assertEquals(get(submit).id(), get(submit).id());
  }

  private static Member echo() {
    return Member.of("test.echo.item", new Item("here", 1, null));
  }

  private Member gated() {
    return Member.of("test.gated.blocking", Map.of("gate", gate.key(), "who", "me"));
  }
}
