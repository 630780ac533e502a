package dev.raincheck.store;

import dev.raincheck.core.StoreException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Natural batching: what arrives while a flush is under way goes into the next one, and an item
 * that arrives alone is flushed at once. A statement has a cost of its own however few rows it
 * carries, so a further batch is sent beside one that is under way only when it is as large, or
 * when that one is slow. Thread-safe; flushes start on one event loop, and results are emitted
 * where the flush ends.
 *
 * @param <T> an item
 * @param <R> its result
 */
final class Batcher<T, R> {
  private final Context context;
  private final int maxBatch;
  private final int maxInFlight;
  private final long lingerMillis;
  private final Function<List<T>, Uni<List<R>>> flush;
  private final IntConsumer flushed;
  private final LinkedBlockingQueue<Item<T, R>> waiting = new LinkedBlockingQueue<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicBoolean lingers = new AtomicBoolean();

  /** Items in the batch that was sent last; none once it counts as slow. */
  private volatile int underWay;

  private record Item<T, R>(T value, UniEmitter<? super R> emitter) {}

  /**
   * @param mostInABatch items, where the setting does not say fewer
   * @param flush handles a batch; answers one result for each item, in their order
   * @param flushed hears the size of every batch
   */
  Batcher(
      Context context,
      StoreConfig config,
      int mostInABatch,
      Function<List<T>, Uni<List<R>>> flush,
      IntConsumer flushed) {
    if (config.maxBatch() < 1 || config.maxInFlight() < 1) {
      throw new IllegalArgumentException(
          "raincheck.store.max-batch and raincheck.store.max-in-flight must be at least 1");
    }
    this.context = context;
    this.maxBatch = Math.min(config.maxBatch(), mostInABatch);
    this.maxInFlight = config.maxInFlight();
    this.lingerMillis = config.linger().toMillis();
    this.flush = flush;
    this.flushed = flushed;
  }

  /** Handles an item with the next batch, each time the Uni is subscribed. */
  Uni<R> add(T item) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              waiting.add(new Item<>(item, emitter));
              flushIfFree();
            });
  }

  private void flushIfFree() {
    int flights = inFlight.get();
    while (flights < maxInFlight && !waiting.isEmpty()) {
      if (flights > 0 && waiting.size() < underWay && lingerMillis > 0) {
        linger();
        return;
      }
      if (inFlight.compareAndSet(flights, flights + 1)) {
        context.runOnContext(ignored -> flushNow());
        return;
      }
      flights = inFlight.get();
    }
  }

  /** One timer for all that wait: it may cut the waiting of the latest short, which is harmless. */
  private void linger() {
    if (lingers.compareAndSet(false, true)) {
      context
          .owner()
          .setTimer(
              lingerMillis,
              over -> {
                lingers.set(false);
                underWay = 0;
                flushIfFree();
              });
    }
  }

  private void flushNow() {
    List<Item<T, R>> batch = take();
    if (batch.isEmpty()) {
      land();
      return;
    }
    underWay = batch.size();
    flushed.accept(batch.size());
    handle(batch);
  }

  private void handle(List<Item<T, R>> batch) {
    Uni<List<R>> flight;
    try {
      flight = flush.apply(batch.stream().map(Item::value).toList());
    } catch (RuntimeException unexpected) {
      flight = Uni.createFrom().failure(unexpected);
    }
    flight
        .subscribe()
        .with(
            results -> {
              land();
              for (int i = 0; i < batch.size(); i++) {
                batch.get(i).emitter().complete(results.get(i));
              }
            },
            failure -> {
              if (batch.size() > 1 && isRefusal(failure)) {
                // One bad row must not take the others down: each goes alone.
                inFlight.addAndGet(batch.size() - 1);
                batch.forEach(item -> handle(List.of(item)));
              } else {
                if (Database.isTimeout(failure)) {
                  failWaiting(failure);
                }
                land();
                batch.forEach(item -> item.emitter().fail(failure));
              }
            });
  }

  /** While the database is silent nobody waits longer than one statement does. */
  private void failWaiting(Throwable failure) {
    Item<T, R> next;
    while ((next = waiting.poll()) != null) {
      next.emitter().fail(failure);
    }
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof StoreException store && store.isRefusal();
  }

  private void land() {
    inFlight.decrementAndGet();
    flushIfFree();
  }

  private List<Item<T, R>> take() {
    List<Item<T, R>> batch = new ArrayList<>();
    waiting.drainTo(batch, maxBatch);
    return batch;
  }
}
