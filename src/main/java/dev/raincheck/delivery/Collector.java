package dev.raincheck.delivery;

import dev.raincheck.core.CallStore;
import dev.raincheck.core.EndedCall;
import dev.raincheck.core.Scheduler;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Collects results, waiting for them if asked to. */
@ApplicationScoped
public class Collector {
  private static final int AFTER_THE_STORE = 100;

  /** Before running attempts are drained: who waits is answered with the state as it is. */
  private static final int BEFORE_THE_DRAIN = 50;

  private final CallStore store;
  private final Waiters waiters;
  private final Scheduler scheduler;
  private final DeliveryConfig config;

  Collector(CallStore store, Waiters waiters, Scheduler scheduler, DeliveryConfig config) {
    this.store = store;
    this.waiters = waiters;
    this.scheduler = scheduler;
    this.config = config;
  }

  void start(@Observes @Priority(AFTER_THE_STORE) StartupEvent event) {
    scheduler.every("Looking after waiting requests", config.pollInterval(), this::poll);
  }

  void answer(@Observes @Priority(BEFORE_THE_DRAIN) ShutdownDelayInitiatedEvent event) {
    waiters.close();
  }

  void stop(@Observes @Priority(BEFORE_THE_DRAIN) ShutdownEvent event) {
    waiters.close();
  }

  private Uni<Void> poll() {
    Set<UUID> calls = waiters.calls();
    if (calls.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return store.endedAmong(calls).invoke(ended -> ended.forEach(waiters::wake)).replaceWithVoid();
  }

  /** How long a request may really wait that asks for so much. */
  public Duration granted(Duration asked) {
    return asked.compareTo(config.maxWait()) > 0 ? config.maxWait() : asked;
  }

  /**
   * The call and its response, as soon as it has ended; empty if it does not within this time, or
   * there is no such call.
   *
   * @param wait zero to look once
   */
  public Uni<Optional<EndedCall>> collect(UUID call, Duration wait) {
    if (wait.isZero()) {
      return store.ended(call);
    }
    return Uni.createFrom()
        .deferred(
            () ->
                waiters
                    .add(call)
                    .map(waiter -> waitFor(call, waiter, wait))
                    .orElseGet(() -> store.ended(call)));
  }

  /** Waits first and looks then, so that an end between the two is not missed. */
  private Uni<Optional<EndedCall>> waitFor(
      UUID call, CompletableFuture<Void> waiter, Duration wait) {
    return store
        .ended(call)
        .flatMap(
            ended -> {
              if (ended.isPresent()) {
                return Uni.createFrom().item(ended);
              }
              Scheduler.Task timeout = scheduler.after(wait, () -> waiter.complete(null));
              return Uni.createFrom()
                  .completionStage(waiter)
                  .onTermination()
                  .invoke(timeout::cancel)
                  .chain(() -> store.ended(call));
            })
        .onTermination()
        .invoke(() -> waiters.remove(call, waiter));
  }
}
