package dev.raincheck.delivery;

import dev.raincheck.core.BatchListener;
import dev.raincheck.core.BatchStore;
import dev.raincheck.core.GatheredCall;
import dev.raincheck.core.Scheduler;
import dev.raincheck.core.Signal;
import dev.raincheck.core.SignalListener;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Waits for batches, and gathers what their calls have come to. */
@ApplicationScoped
public class BatchCollector implements BatchListener, SignalListener {
  private static final int AFTER_THE_STORE = 100;
  private static final int BEFORE_THE_DRAIN = 50;
  private static final int MOST_ROWS = 500;

  private final BatchStore store;
  private final Scheduler scheduler;
  private final DeliveryConfig config;
  private final Waiters waiters;

  BatchCollector(BatchStore store, Scheduler scheduler, DeliveryConfig config) {
    this.store = store;
    this.scheduler = scheduler;
    this.config = config;
    // Who waits for a batch is not woken by calls; the bound holds for each kind apart.
    this.waiters = new Waiters(config);
  }

  void start(@Observes @Priority(AFTER_THE_STORE) StartupEvent event) {
    scheduler.every("Looking after who waits for batches", config.pollInterval(), this::poll);
  }

  void answer(@Observes @Priority(BEFORE_THE_DRAIN) ShutdownDelayInitiatedEvent event) {
    waiters.close();
  }

  void stop(@Observes @Priority(BEFORE_THE_DRAIN) ShutdownEvent event) {
    waiters.close();
  }

  private Uni<Void> poll() {
    Set<UUID> batches = waiters.calls();
    if (batches.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return store
        .endedAmong(batches)
        .invoke(ended -> ended.forEach(waiters::wake))
        .replaceWithVoid();
  }

  @Override
  public void ended(UUID batch, boolean calledBack) {
    waiters.wake(batch);
  }

  @Override
  public void on(Signal signal) {
    if (signal instanceof Signal.BatchEnded ended) {
      waiters.wake(ended.id());
    }
  }

  /** Completes when the batch has ended, or after this time, or at once if too many wait. */
  public Uni<Void> await(UUID batch, Duration wait) {
    if (wait.isZero()) {
      return Uni.createFrom().voidItem();
    }
    return Uni.createFrom()
        .deferred(
            () ->
                waiters
                    .add(batch)
                    .map(waiter -> waitFor(batch, waiter, wait))
                    .orElseGet(() -> Uni.createFrom().voidItem()));
  }

  /** Waits first and looks then, so that an end between the two is not missed. */
  private Uni<Void> waitFor(UUID batch, CompletableFuture<Void> waiter, Duration wait) {
    return store
        .endedAmong(List.of(batch))
        .flatMap(
            ended -> {
              if (!ended.isEmpty()) {
                return Uni.createFrom().voidItem();
              }
              Scheduler.Task timeout = scheduler.after(wait, () -> waiter.complete(null));
              return Uni.createFrom()
                  .completionStage(waiter)
                  .onTermination()
                  .invoke(timeout::cancel);
            })
        .onTermination()
        .invoke(() -> waiters.remove(batch, waiter));
  }

  /**
   * What the calls of a batch have come to, in their order; read page after page as it is wanted,
   * so that no more than one is in memory.
   */
  public Multi<List<GatheredCall>> gather(UUID batch) {
    long bytes = config.gatherMemory().asLongValue();
    return Multi.createBy()
        .repeating()
        .uni(
            AtomicInteger::new,
            next ->
                store
                    .gather(batch, next.get(), MOST_ROWS, bytes)
                    .invoke(page -> page.forEach(call -> next.set(call.index() + 1))))
        .until(List::isEmpty);
  }
}
