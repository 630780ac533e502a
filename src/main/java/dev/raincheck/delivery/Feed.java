package dev.raincheck.delivery;

import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallListener;
import dev.raincheck.core.CallScope;
import dev.raincheck.core.FeedPlace;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The streams of events of many calls. What happens here, what other replicas say, and the poll
 * only make it look again; {@link FeedLooks} takes one look at a time, for all streams. While
 * nobody listens it costs nothing. Thread-safe.
 */
@ApplicationScoped
public class Feed implements CallListener, SignalListener {
  private static final Logger LOG = Logger.getLogger(Feed.class);
  private static final int AFTER_THE_STORE = 100;

  /** What happens meanwhile is found together. */
  private static final Duration MOMENT = Duration.ofMillis(100);

  private final Scheduler scheduler;
  private final DeliveryConfig config;
  private final StreamPlaces places;
  private final FeedLooks looks;
  private final Set<FeedStream> streams = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean expecting = new AtomicBoolean();
  private final AtomicBoolean due = new AtomicBoolean();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final FeedStream.Owner owner =
      new FeedStream.Owner() {
        @Override
        public boolean opened(FeedStream stream) {
          boolean taken = places.enter(stream);
          if (taken) {
            streams.add(stream);
            lookNow();
          }
          return taken;
        }

        @Override
        public void closed(FeedStream stream) {
          places.leave(stream);
          streams.remove(stream);
        }

        @Override
        public void drained(FeedStream stream) {
          if (looks.isBehind(stream)) {
            lookNow();
          }
        }
      };

  Feed(FeedLooks looks, Scheduler scheduler, DeliveryConfig config, StreamPlaces places) {
    this.looks = looks;
    this.scheduler = scheduler;
    this.config = config;
    this.places = places;
  }

  void start(@Observes @Priority(AFTER_THE_STORE) StartupEvent event) {
    scheduler.every("Looking after streams of many calls", config.pollInterval(), this::poll);
  }

  /**
   * The events of many calls, as they happen. It does not end by itself; but at once where there is
   * no room, or the service shuts down: the reader comes again.
   *
   * @param from up to where the reader knows the ends; empty if it begins
   */
  public Multi<StreamEvent> of(CallScope scope, Optional<FeedPlace> from) {
    return Multi.createFrom().publisher(new FeedStream(scope, from, owner));
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.Stored
        || event instanceof CallEvent.Started
        || event instanceof CallEvent.Requeued
        || event instanceof CallEvent.EndRecorded) {
      expectNews();
    }
  }

  @Override
  public void on(Signal signal) {
    if (signal instanceof Signal.CallEnded || signal instanceof Signal.CallsWait) {
      expectNews();
    }
  }

  private void expectNews() {
    if (!streams.isEmpty() && expecting.compareAndSet(false, true)) {
      scheduler.after(
          MOMENT,
          () -> {
            expecting.set(false);
            lookNow();
          });
    }
  }

  private Uni<Void> poll() {
    lookNow();
    return Uni.createFrom().voidItem();
  }

  private void lookNow() {
    due.set(true);
    look();
  }

  private void look() {
    if (streams.isEmpty() || !looking.compareAndSet(false, true)) {
      return;
    }
    due.set(false);
    looks
        .round(Set.copyOf(streams))
        .subscribe()
        .with(
            isThereMore -> {
              looking.set(false);
              if (isThereMore || due.get()) {
                look();
              }
            },
            failure -> {
              // The poll goes on from where it was.
              LOG.debugf("Streams of many calls were not told: %s", failure.getMessage());
              looking.set(false);
            });
  }
}
