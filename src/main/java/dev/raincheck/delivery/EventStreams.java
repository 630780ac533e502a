package dev.raincheck.delivery;

import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallHistory;
import dev.raincheck.core.CallListener;
import dev.raincheck.core.CallStore;
import dev.raincheck.core.EventId;
import dev.raincheck.core.Scheduler;
import dev.raincheck.core.Signal;
import dev.raincheck.core.SignalListener;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The streams of events of single calls. A stream is an entry in a map: no thread, no timer and no
 * connection to the database of its own. Whatever makes somebody look at a call (something that
 * happened here, a signal, the poll) only notes it; one statement at a time reads all calls that
 * were noted, each once for all its streams. Thread-safe.
 */
@ApplicationScoped
public class EventStreams implements CallListener, SignalListener {
  private static final Logger LOG = Logger.getLogger(EventStreams.class);
  private static final int AFTER_THE_STORE = 100;

  private static final int MOST_AT_A_TIME = 256;

  private final CallStore store;
  private final Scheduler scheduler;
  private final DeliveryConfig config;
  private final StreamPlaces places;
  private final Map<UUID, Watched> watched = new ConcurrentHashMap<>();
  private final Set<UUID> noted = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Outlet.Owner<EventStream> owner =
      new Outlet.Owner<>() {
        @Override
        public boolean opened(EventStream stream) {
          return EventStreams.this.opened(stream);
        }

        @Override
        public void closed(EventStream stream) {
          EventStreams.this.closed(stream);
        }
      };

  EventStreams(CallStore store, Scheduler scheduler, DeliveryConfig config, StreamPlaces places) {
    this.store = store;
    this.scheduler = scheduler;
    this.config = config;
    this.places = places;
  }

  /** A call that somebody listens to. */
  private static final class Watched {
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet(2);
    private volatile @Nullable Snapshot latest;

    private boolean knows(@Nullable EventId event) {
      Snapshot seen = latest;
      return seen != null && (seen.isOver() || seen.latest().equals(event));
    }
  }

  void start(@Observes @Priority(AFTER_THE_STORE) StartupEvent event) {
    scheduler.every("Looking after streams of events", config.pollInterval(), this::poll);
  }

  /**
   * The events of a call, as they happen. It ends after the final state; at once where there is no
   * room, or the service shuts down: the reader comes again.
   *
   * @param told the latest event that the reader knows
   */
  public Multi<StreamEvent> of(UUID call, EventId told) {
    return Multi.createFrom().publisher(new EventStream(call, told, owner));
  }

  private boolean opened(EventStream stream) {
    if (!places.enter(stream)) {
      return false;
    }
    watched.compute(
        stream.call(),
        (id, known) -> {
          Watched call = known == null ? new Watched() : known;
          call.streams.add(stream);
          return call;
        });
    look(stream.call());
    return true;
  }

  private void closed(EventStream stream) {
    places.leave(stream);
    watched.computeIfPresent(
        stream.call(),
        (id, call) -> {
          call.streams.remove(stream);
          return call.streams.isEmpty() ? null : call;
        });
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.Started started) {
      look(started.id());
    } else if (event instanceof CallEvent.Progressed progressed) {
      look(progressed.id());
    } else if (event instanceof CallEvent.Requeued requeued) {
      look(requeued.id());
    } else if (event instanceof CallEvent.EndRecorded ended) {
      look(ended.id());
    }
  }

  @Override
  public void on(Signal signal) {
    if (signal instanceof Signal.CallEnded ended) {
      look(ended.id());
    }
  }

  private Uni<Void> poll() {
    Set<UUID> calls =
        watched.entrySet().stream()
            .filter(entry -> !entry.getValue().knows(null))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    if (calls.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return store
        .latestEvents(calls)
        .invoke(
            latest ->
                calls.forEach(
                    id -> {
                      Watched call = watched.get(id);
                      if (call != null && !call.knows(latest.get(id))) {
                        look(id);
                      }
                    }))
        .replaceWithVoid();
  }

  private void look(UUID call) {
    if (watched.containsKey(call)) {
      noted.add(call);
      look();
    }
  }

  private void look() {
    if (noted.isEmpty() || !looking.compareAndSet(false, true)) {
      return;
    }
    List<UUID> calls = noted.stream().limit(MOST_AT_A_TIME).toList();
    // Before the look: what happens from now on is noted anew.
    calls.forEach(noted::remove);
    store
        .histories(calls)
        .subscribe()
        .with(
            histories -> {
              tell(calls, histories);
              looking.set(false);
              look();
            },
            failure -> {
              // The poll finds what was missed.
              LOG.debugf("Streams of events were not told: %s", failure.getMessage());
              looking.set(false);
            });
  }

  private void tell(List<UUID> calls, List<CallHistory> histories) {
    Map<UUID, Snapshot> seen =
        histories.stream().collect(Collectors.toMap(history -> history.row().id(), Snapshot::of));
    for (UUID id : calls) {
      Watched call = watched.get(id);
      if (call != null) {
        Snapshot snapshot = seen.getOrDefault(id, Snapshot.GONE);
        call.latest = snapshot;
        call.streams.forEach(stream -> stream.tell(snapshot));
      }
    }
  }
}
