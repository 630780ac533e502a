package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.raincheck.core.StoreException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches whose flushes end when the test says so. */
class BatcherTest {
  private static final int MAX_BATCH = 4;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final BlockingQueue<Flush> flushes = new LinkedBlockingQueue<>();
  private final List<Integer> sizes = new ArrayList<>();

  /** A batch that was sent and waits for its answer. */
  private record Flush(List<String> items, CompletableFuture<List<String>> answer) {
    void succeed() {
      answer.complete(items.stream().map(item -> item + "!").toList());
    }
  }

  private record Config(int maxInFlight, Duration linger) implements StoreConfig {
    Config(int maxInFlight) {
      this(maxInFlight, Duration.ofDays(1));
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(1);
    }

    @Override
    public boolean notifications() {
      return false;
    }

    @Override
    public int maxBatch() {
      return MAX_BATCH;
    }
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Batcher<String, String> batcher(int maxInFlight) {
    return batcher(maxInFlight, Integer.MAX_VALUE);
  }

  private Batcher<String, String> batcher(int maxInFlight, int mostInABatch) {
    return batcher(new Config(maxInFlight), mostInABatch);
  }

  private Batcher<String, String> batcher(Config config, int mostInABatch) {
    return new Batcher<>(
        context,
        config,
        mostInABatch,
        items -> {
          Flush flush = new Flush(items, new CompletableFuture<>());
          flushes.add(flush);
          return Uni.createFrom().completionStage(flush.answer());
        },
        sizes::add);
  }

  private Flush next() throws InterruptedException {
    Flush flush = flushes.poll(10, TimeUnit.SECONDS);
    if (flush == null) {
      throw new AssertionError("nothing was flushed");
    }
    return flush;
  }

  /** Whatever was to be flushed until now has been. */
  private void awaitEventLoop() {
    CompletableFuture<Void> reached = new CompletableFuture<>();
    context.runOnContext(reached::complete);
    reached.join();
  }

  private static List<CompletableFuture<String>> add(
      Batcher<String, String> batcher, String... items) {
    List<CompletableFuture<String>> results = new ArrayList<>();
    for (String item : items) {
      results.add(batcher.add(item).subscribeAsCompletionStage());
    }
    return results;
  }

  private static List<String> all(List<CompletableFuture<String>> results) {
    return results.stream().map(CompletableFuture::join).toList();
  }

  @Test
  void oneItemGoesAtOnce() throws Exception {
    var results = add(batcher(1), "a");

    Flush flush = next();
    assertEquals(List.of("a"), flush.items());
    flush.succeed();
    assertEquals(List.of("a!"), all(results));
    assertEquals(List.of(1), sizes);
  }

  @Test
  void whatArrivesDuringAFlushGoesTogether() throws Exception {
    Batcher<String, String> batcher = batcher(1);
    var first = add(batcher, "a");
    Flush flight = next();
    var others = add(batcher, "b", "c", "d");

    assertEquals(0, flushes.size());
    flight.succeed();
    Flush together = next();
    assertEquals(List.of("b", "c", "d"), together.items());
    together.succeed();

    assertEquals(List.of("a!"), all(first));
    assertEquals(List.of("b!", "c!", "d!"), all(others));
    assertEquals(List.of(1, 3), sizes);
  }

  @Test
  void aBatchHasABound() throws Exception {
    Batcher<String, String> batcher = batcher(1);
    add(batcher, "a");
    Flush flight = next();
    var others = add(batcher, "b", "c", "d", "e", "f", "g");
    flight.succeed();

    Flush full = next();
    assertEquals(List.of("b", "c", "d", "e"), full.items());
    full.succeed();
    Flush rest = next();
    assertEquals(List.of("f", "g"), rest.items());
    rest.succeed();
    assertEquals(6, all(others).size());
  }

  @Test
  void soManyFlushesAreUnderWayAtATime() throws Exception {
    Batcher<String, String> batcher = batcher(2);
    add(batcher, "a");
    Flush first = next();
    add(batcher, "b");
    Flush second = next();
    var waiting = add(batcher, "c", "d");

    assertEquals(0, flushes.size());
    second.succeed();
    Flush third = next();
    assertEquals(List.of("c", "d"), third.items());
    third.succeed();
    assertEquals(List.of("c!", "d!"), all(waiting));
    first.succeed();
  }

  /** Leaves a batch of three under way, and room for one more. */
  private Flush threeUnderWay(Batcher<String, String> batcher) throws InterruptedException {
    add(batcher, "a");
    Flush first = next();
    add(batcher, "b");
    Flush second = next();
    add(batcher, "c", "d", "e");
    first.succeed();
    Flush three = next();
    assertEquals(List.of("c", "d", "e"), three.items());
    second.succeed();
    return three;
  }

  @Test
  void aBatchBesideAnotherIsAsLarge() throws Exception {
    Batcher<String, String> batcher = batcher(2);
    Flush three = threeUnderWay(batcher);
    var others = add(batcher, "f", "g");
    awaitEventLoop();
    assertEquals(0, flushes.size());
    others.addAll(add(batcher, "h"));

    Flush beside = next();
    assertEquals(List.of("f", "g", "h"), beside.items());
    beside.succeed();
    assertEquals(List.of("f!", "g!", "h!"), all(others));
    three.succeed();
  }

  @Test
  void aSmallerBatchGoesWhenNothingIsUnderWay() throws Exception {
    Batcher<String, String> batcher = batcher(2);
    Flush three = threeUnderWay(batcher);
    var other = add(batcher, "f");
    three.succeed();

    next().succeed();
    assertEquals(List.of("f!"), all(other));
  }

  @Test
  void aSmallerBatchDoesNotWaitForASlowOne() throws Exception {
    Batcher<String, String> batcher =
        batcher(new Config(2, Duration.ofMillis(1)), Integer.MAX_VALUE);
    Flush three = threeUnderWay(batcher);
    var other = add(batcher, "f");

    next().succeed();
    assertEquals(List.of("f!"), all(other));
    three.succeed();
  }

  @Test
  void aFailedFlushFailsItsItemsAndNoOthers() throws Exception {
    Batcher<String, String> batcher = batcher(1);
    add(batcher, "a");
    Flush flight = next();
    var doomed = add(batcher, "b", "c");
    flight.succeed();
    Flush failing = next();
    var after = add(batcher, "d");
    StoreException failure = new StoreException("down", new IllegalStateException(), false);
    failing.answer().completeExceptionally(failure);

    for (CompletableFuture<String> result : doomed) {
      assertSame(failure, assertThrows(CompletionException.class, result::join).getCause());
    }
    next().succeed();
    assertEquals(List.of("d!"), all(after));
  }

  @Test
  void aSilentDatabaseFailsThoseWhoWaitAsWell() throws Exception {
    Batcher<String, String> batcher = batcher(1);
    var sent = add(batcher, "a");
    Flush flight = next();
    var waiting = add(batcher, "b");
    flight
        .answer()
        .completeExceptionally(new StoreException("silent", new TimeoutException(), false));

    assertThrows(CompletionException.class, sent.get(0)::join);
    assertThrows(CompletionException.class, waiting.get(0)::join);
    var after = add(batcher, "c");
    next().succeed();
    assertEquals(List.of("c!"), all(after));
  }

  @Test
  void ofABatchThatIsRefusedForItsDataEachGoesAlone() throws Exception {
    Batcher<String, String> batcher = batcher(1);
    add(batcher, "a");
    Flush flight = next();
    var results = add(batcher, "good", "bad", "fine");
    flight.succeed();
    StoreException refused =
        new StoreException("refused", new PgException("no text", "ERROR", "22021", null), true);
    next().answer().completeExceptionally(refused);

    for (int i = 0; i < 3; i++) {
      Flush alone = next();
      assertEquals(1, alone.items().size());
      if (alone.items().contains("bad")) {
        alone.answer().completeExceptionally(refused);
      } else {
        alone.succeed();
      }
    }

    assertEquals("good!", results.get(0).join());
    assertThrows(CompletionException.class, results.get(1)::join);
    assertEquals("fine!", results.get(2).join());
    // As many flights have landed as have left: there is room for the next.
    var after = add(batcher, "z");
    next().succeed();
    assertEquals(List.of("z!"), all(after));
  }

  @Test
  void aBatchIsNoLargerThanItsOwnLimit() throws InterruptedException {
    Batcher<String, String> batcher = batcher(1, 2);
    var first = add(batcher, "a");
    Flush alone = next();
    var others = add(batcher, "b", "c", "d");
    alone.succeed();
    Flush two = next();
    assertEquals(List.of("b", "c"), two.items());
    two.succeed();
    next().succeed();
    assertEquals(List.of("a!"), all(first));
    assertEquals(List.of("b!", "c!", "d!"), all(others));
  }

  @Test
  void aFlushThatThrowsFailsItsItems() {
    Batcher<String, String> batcher =
        new Batcher<>(
            context,
            new Config(1),
            MAX_BATCH,
            items -> {
              throw new IllegalStateException("a bug");
            },
            sizes::add);

    for (int i = 0; i < 2; i++) {
      CompletableFuture<String> result = add(batcher, "a").get(0);
      assertThrows(CompletionException.class, result::join);
    }
  }
}
