package dev.raincheck.delivery;

import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallListener;
import dev.raincheck.core.Signal;
import dev.raincheck.core.SignalListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who waits for which call. A waiter is an entry in a map: no thread, no timer of its own, no
 * connection to the database. Thread-safe.
 */
@ApplicationScoped
class Waiters implements CallListener, SignalListener {
  private final DeliveryConfig config;
  private final ConcurrentHashMap<UUID, Set<CompletableFuture<Void>>> waiting =
      new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean closed;

  Waiters(DeliveryConfig config) {
    this.config = config;
  }

  /**
   * A future that completes when somebody should look at the call; empty if too many wait, or none
   * may any more.
   */
  Optional<CompletableFuture<Void>> add(UUID call) {
    if (closed) {
      return Optional.empty();
    }
    if (count.incrementAndGet() > config.maxWaiters()) {
      count.decrementAndGet();
      return Optional.empty();
    }
    CompletableFuture<Void> waiter = new CompletableFuture<>();
    waiting.compute(
        call,
        (id, others) -> {
          Set<CompletableFuture<Void>> all =
              others == null ? ConcurrentHashMap.newKeySet(2) : others;
          all.add(waiter);
          return all;
        });
    if (closed) {
      wake(call);
    }
    return Optional.of(waiter);
  }

  /** A waiter waits no more. */
  void remove(UUID call, CompletableFuture<Void> waiter) {
    waiting.computeIfPresent(
        call,
        (id, all) -> {
          if (all.remove(waiter)) {
            count.decrementAndGet();
          }
          return all.isEmpty() ? null : all;
        });
  }

  /** Calls that somebody waits for. */
  Set<UUID> calls() {
    return Set.copyOf(waiting.keySet());
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.EndRecorded ended) {
      wake(ended.id());
    }
  }

  /** Makes everybody look who waits for a call. */
  void wake(UUID call) {
    Set<CompletableFuture<Void>> woken = waiting.remove(call);
    if (woken != null) {
      count.addAndGet(-woken.size());
      woken.forEach(waiter -> waiter.complete(null));
    }
  }

  @Override
  public void on(Signal signal) {
    if (signal instanceof Signal.CallEnded ended) {
      wake(ended.id());
    }
  }

  /** Makes everybody look, and lets nobody wait any more. */
  void close() {
    closed = true;
    calls().forEach(this::wake);
  }
}
