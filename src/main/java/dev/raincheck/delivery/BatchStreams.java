package dev.raincheck.delivery;

import dev.raincheck.core.BatchListener;
import dev.raincheck.core.BatchRow;
import dev.raincheck.core.BatchStore;
import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallListener;
import dev.raincheck.core.Scheduler;
import dev.raincheck.core.Signal;
import dev.raincheck.core.SignalListener;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The streams of events of batches. Nobody tells which batch a call is of, so whatever happens to
 * calls is a reason to look, in a moment, at all batches that somebody listens to: one after the
 * other, each once for all its streams. Thread-safe.
 */
@ApplicationScoped
public class BatchStreams implements CallListener, BatchListener, SignalListener {
  private static final Logger LOG = Logger.getLogger(BatchStreams.class);
  private static final int AFTER_THE_STORE = 100;

  /** What happens meanwhile is told together. */
  private static final Duration MOMENT = Duration.ofMillis(250);

  private final BatchStore store;
  private final Scheduler scheduler;
  private final DeliveryConfig config;
  private final StreamPlaces places;
  private final Map<UUID, Set<BatchStream>> watched = new ConcurrentHashMap<>();
  private final Set<UUID> noted = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final AtomicBoolean expecting = new AtomicBoolean();
  private final Outlet.Owner<BatchStream> owner =
      new Outlet.Owner<>() {
        @Override
        public boolean opened(BatchStream stream) {
          return BatchStreams.this.opened(stream);
        }

        @Override
        public void closed(BatchStream stream) {
          BatchStreams.this.closed(stream);
        }
      };

  BatchStreams(BatchStore store, Scheduler scheduler, DeliveryConfig config, StreamPlaces places) {
    this.store = store;
    this.scheduler = scheduler;
    this.config = config;
    this.places = places;
  }

  void start(@Observes @Priority(AFTER_THE_STORE) StartupEvent event) {
    scheduler.every("Looking after streams of batches", config.pollInterval(), this::poll);
  }

  /**
   * The events of a batch, as they happen. It ends when the batch has; at once where there is no
   * room, or the service shuts down: the reader comes again.
   *
   * @param told the latest event that the reader knows
   */
  public Multi<StreamEvent> of(UUID batch, BatchEventId told) {
    return Multi.createFrom().publisher(new BatchStream(batch, told, owner));
  }

  private boolean opened(BatchStream stream) {
    if (!places.enter(stream)) {
      return false;
    }
    watched.compute(
        stream.batch(),
        (id, known) -> {
          Set<BatchStream> streams = known == null ? ConcurrentHashMap.newKeySet(2) : known;
          streams.add(stream);
          return streams;
        });
    look(stream.batch());
    return true;
  }

  private void closed(BatchStream stream) {
    places.leave(stream);
    watched.computeIfPresent(
        stream.batch(),
        (id, streams) -> {
          streams.remove(stream);
          return streams.isEmpty() ? null : streams;
        });
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.Started
        || event instanceof CallEvent.Requeued
        || event instanceof CallEvent.EndRecorded) {
      expectNews();
    }
  }

  @Override
  public void on(Signal signal) {
    if (signal instanceof Signal.CallEnded) {
      expectNews();
    } else if (signal instanceof Signal.BatchEnded ended) {
      look(ended.id());
    }
  }

  @Override
  public void ended(UUID batch, boolean calledBack) {
    look(batch);
  }

  private void expectNews() {
    if (!watched.isEmpty() && expecting.compareAndSet(false, true)) {
      scheduler.after(
          MOMENT,
          () -> {
            expecting.set(false);
            lookAtAll();
          });
    }
  }

  private Uni<Void> poll() {
    lookAtAll();
    return Uni.createFrom().voidItem();
  }

  private void lookAtAll() {
    noted.addAll(watched.keySet());
    look();
  }

  private void look(UUID batch) {
    if (watched.containsKey(batch)) {
      noted.add(batch);
      look();
    }
  }

  private void look() {
    Optional<UUID> next = noted.stream().findFirst();
    if (next.isEmpty() || !looking.compareAndSet(false, true)) {
      return;
    }
    UUID batch = next.get();
    // Before the look: what happens from now on is noted anew.
    noted.remove(batch);
    store
        .find(batch)
        .subscribe()
        .with(
            row -> {
              tell(batch, row);
              looking.set(false);
              look();
            },
            failure -> {
              // The poll finds what was missed.
              LOG.debugf("Streams of a batch were not told: %s", failure.getMessage());
              looking.set(false);
            });
  }

  private void tell(UUID batch, Optional<BatchRow> row) {
    Set<BatchStream> streams = watched.get(batch);
    if (streams != null) {
      streams.forEach(stream -> stream.tell(row));
    }
  }
}
