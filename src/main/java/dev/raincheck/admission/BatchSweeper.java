package dev.raincheck.admission;

import dev.raincheck.core.BatchListener;
import dev.raincheck.core.BatchStore;
import dev.raincheck.core.BatchSweep;
import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallListener;
import dev.raincheck.core.Scheduler;
import dev.raincheck.core.Signal;
import dev.raincheck.core.SignalListener;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Takes in which calls of batches have ended: tells who waits for a batch, and cancels the rest of
 * one that fails fast. Every replica does so; what one has begun, any other goes on with. While
 * there are batches it looks a moment after a call has ended, and otherwise now and then.
 */
@ApplicationScoped
class BatchSweeper implements CallListener, SignalListener {
  private static final Logger LOG = Logger.getLogger(BatchSweeper.class);
  private static final int AFTER_THE_STORE = 100;

  /** What ends meanwhile is taken in together. */
  private static final Duration MOMENT = Duration.ofMillis(20);

  private static final int MOST_TO_CANCEL = 100;

  private final BatchStore store;
  private final BatchCancels cancels;
  private final Scheduler scheduler;
  private final List<BatchListener> listeners;
  private final BatchConfig config;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean expectsEnds;

  BatchSweeper(
      BatchStore store,
      BatchCancels cancels,
      Scheduler scheduler,
      @All List<BatchListener> listeners,
      BatchConfig config) {
    this.store = store;
    this.cancels = cancels;
    this.scheduler = scheduler;
    this.listeners = listeners;
    this.config = config;
  }

  void start(@Observes @Priority(AFTER_THE_STORE) StartupEvent event) {
    scheduler.every("Looking after batches", config.pollInterval(), this::lookAfter);
  }

  /** There is a batch now. */
  void expectEnds() {
    expectsEnds = true;
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.EndRecorded) {
      callEnded();
    }
  }

  @Override
  public void on(Signal signal) {
    if (signal instanceof Signal.CallEnded) {
      callEnded();
    }
  }

  private void callEnded() {
    if (expectsEnds && scheduled.compareAndSet(false, true)) {
      scheduler.after(
          MOMENT,
          () -> {
            scheduled.set(false);
            sweep()
                .subscribe()
                .with(
                    done -> {},
                    failure -> LOG.debugf("Batches are swept later: %s", failure.getMessage()));
          });
    }
  }

  /** Sweeps, and goes on with what others have begun to cancel. */
  private Uni<Void> lookAfter() {
    return sweep().chain(() -> store.toCancel(MOST_TO_CANCEL)).chain(this::cancelRest);
  }

  /** Takes in all that is there. */
  Uni<Void> sweep() {
    return store
        .sweep(config.sweepBatch())
        .flatMap(
            swept -> {
              expectsEnds = swept.open();
              tell(swept);
              return cancelRest(swept.cancelled())
                  .chain(
                      () ->
                          swept.news() < config.sweepBatch()
                              ? Uni.createFrom().voidItem()
                              : sweep());
            });
  }

  private void tell(BatchSweep swept) {
    for (UUID batch : swept.ended()) {
      boolean calledBack = swept.told().contains(batch);
      listeners.forEach(listener -> listener.ended(batch, calledBack));
    }
  }

  private Uni<Void> cancelRest(Collection<UUID> batches) {
    return Multi.createFrom()
        .iterable(batches)
        .onItem()
        .transformToUniAndConcatenate(cancels::cancelRest)
        .collect()
        .last()
        .replaceWithVoid();
  }
}
