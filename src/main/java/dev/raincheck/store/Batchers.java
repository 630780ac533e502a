package dev.raincheck.store;

import dev.raincheck.core.StoreMeter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;

/** Makes batchers; those that one thread makes may share an event loop. */
@Singleton
class Batchers {
  private final StoreConfig config;
  private final Vertx vertx;
  private final StoreMeter meter;

  Batchers(StoreConfig config, Vertx vertx, StoreMeter meter) {
    this.config = config;
    this.vertx = vertx;
    this.meter = meter;
  }

  /**
   * @param kind under which the sizes of its batches are measured
   * @param flush handles a batch; answers one result for each item, in their order
   */
  <T, R> Batcher<T, R> of(String kind, Function<List<T>, Uni<List<R>>> flush) {
    return of(kind, Integer.MAX_VALUE, flush);
  }

  /**
   * @param kind under which the sizes of its batches are measured
   * @param mostInABatch items, where the setting does not say fewer
   * @param flush handles a batch; answers one result for each item, in their order
   */
  <T, R> Batcher<T, R> of(String kind, int mostInABatch, Function<List<T>, Uni<List<R>>> flush) {
    return new Batcher<>(
        vertx.getOrCreateContext(), config, mostInABatch, flush, size -> meter.flushed(kind, size));
  }
}
