package dev.raincheck.delivery;

import dev.raincheck.core.Scheduler;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All streams that are open, of whatever they tell: how many there may be, their heartbeats, and
 * their end when the service shuts down. Thread-safe.
 */
@ApplicationScoped
public class StreamPlaces {
  private static final int AFTER_THE_STORE = 100;

  /** Before running attempts are drained: who listens is to find another replica. */
  private static final int BEFORE_THE_DRAIN = 50;

  private final Scheduler scheduler;
  private final DeliveryConfig config;
  private final Set<Outlet> streams = ConcurrentHashMap.newKeySet();
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean closed;

  StreamPlaces(Scheduler scheduler, DeliveryConfig config) {
    this.scheduler = scheduler;
    this.config = config;
  }

  void start(@Observes @Priority(AFTER_THE_STORE) StartupEvent event) {
    scheduler.every("Heartbeats of streams", config.heartbeat(), this::beat);
  }

  void end(@Observes @Priority(BEFORE_THE_DRAIN) ShutdownDelayInitiatedEvent event) {
    close();
  }

  void stop(@Observes @Priority(BEFORE_THE_DRAIN) ShutdownEvent event) {
    close();
  }

  /** Whether there is room for one more stream. Who comes while the service shuts down has it. */
  public boolean hasRoom() {
    return closed || open.get() < config.maxStreams();
  }

  /** How many streams are open. */
  int open() {
    return open.get();
  }

  /** Takes a stream in. False: there is no room, or the service shuts down. */
  boolean enter(Outlet stream) {
    if (closed) {
      return false;
    }
    if (open.incrementAndGet() > config.maxStreams()) {
      open.decrementAndGet();
      return false;
    }
    streams.add(stream);
    if (closed) {
      stream.end();
    }
    return true;
  }

  /** A stream has ended. May come several times, and for one that was not taken in. */
  void leave(Outlet stream) {
    if (streams.remove(stream)) {
      open.decrementAndGet();
    }
  }

  private Uni<Void> beat() {
    streams.forEach(Outlet::beat);
    return Uni.createFrom().voidItem();
  }

  private void close() {
    closed = true;
    streams.forEach(Outlet::end);
  }
}
