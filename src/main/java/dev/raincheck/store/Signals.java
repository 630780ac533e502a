package dev.raincheck.store;

import dev.raincheck.core.BatchListener;
import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallListener;
import dev.raincheck.core.Scheduler;
import dev.raincheck.core.Signal;
import dev.raincheck.core.SignalListener;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Tells other replicas what happened here, and listeners what happened there. The first to happen
 * after a silence is told at once; what comes up soon after goes into one notification together,
 * for each is a transaction, and work for every replica. Beyond a bound, and while there is nobody
 * else, it is dropped, for everybody polls as well. Thread-safe.
 */
@ApplicationScoped
class Signals implements CallListener, BatchListener {
  private static final Logger LOG = Logger.getLogger(Signals.class);
  private static final int AFTER_THE_SCHEMA = 50;

  /** When the scheduler, too, has closed: nothing opens it again. */
  private static final int AFTER_THE_DRAIN = 300;

  private static final int MOST_WAITING = 10_000;
  private static final Duration CHECK = Duration.ofSeconds(1);

  /** From one notification to the next. Who waits at another replica may wait so much longer. */
  static final Duration GATHERING = Duration.ofMillis(10);

  private final SignalLine line;
  private final StoreConfig config;
  private final Scheduler scheduler;
  private final Peers peers;
  private final List<SignalListener> listeners;
  private final Set<Signal> waiting = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean speaking = new AtomicBoolean();

  Signals(
      SignalLine line,
      StoreConfig config,
      Scheduler scheduler,
      Peers peers,
      @All List<SignalListener> listeners) {
    this.line = line;
    this.config = config;
    this.scheduler = scheduler;
    this.peers = peers;
    this.listeners = listeners;
  }

  void start(@Observes @Priority(AFTER_THE_SCHEMA) StartupEvent event) {
    if (config.notifications()) {
      line.keepOpen(this::heard)
          .subscribe()
          .with(
              open -> {},
              failure -> LOG.warnf("Other replicas are not heard yet: %s", failure.getMessage()));
      scheduler.every("Listening to other replicas", CHECK, () -> line.keepOpen(this::heard));
    }
  }

  void stop(@Observes @Priority(AFTER_THE_DRAIN) ShutdownEvent event) {
    sayWhatWaits()
        .eventually(line::close)
        .subscribe()
        .with(closed -> {}, failure -> LOG.debugf("The line: %s", failure.getMessage()));
  }

  private void heard(String payload) {
    peers.heard();
    for (Signal signal : SignalText.read(payload)) {
      listeners.forEach(listener -> listener.on(signal));
    }
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.EndRecorded ended) {
      tell(new Signal.CallEnded(ended.id()));
    } else if (event instanceof CallEvent.CancelAsked asked) {
      tell(new Signal.CancelAsked(asked.id()));
    } else if (event instanceof CallEvent.Stored stored
        && !stored.claimed()
        && stored.delay().isZero()) {
      tell(new Signal.CallsWait(stored.procedure()));
    } else if (event instanceof CallEvent.Requeued requeued && requeued.delay().isZero()) {
      tell(new Signal.CallsWait(requeued.procedure()));
    } else if (event instanceof CallEvent.PauseChanged pause && pause.askedHere()) {
      tell(new Signal.PauseChanged(pause.procedure()));
    }
  }

  @Override
  public void ended(UUID batch, boolean calledBack) {
    tell(new Signal.BatchEnded(batch));
  }

  private void tell(Signal signal) {
    if (config.notifications() && !peers.areNone() && waiting.size() < MOST_WAITING) {
      waiting.add(signal);
      speak();
    }
  }

  private void speak() {
    if (waiting.isEmpty() || !speaking.compareAndSet(false, true)) {
      return;
    }
    sayWhatWaits()
        .subscribe()
        .with(
            done -> spoken(),
            failure -> {
              LOG.debugf("Other replicas were not told: %s", failure.getMessage());
              spoken();
            });
  }

  private Uni<Void> sayWhatWaits() {
    List<Signal> said = new ArrayList<>(waiting);
    said.forEach(waiting::remove);
    return said.isEmpty() ? Uni.createFrom().voidItem() : line.say(SignalText.write(said));
  }

  private void spoken() {
    scheduler.after(
        GATHERING,
        () -> {
          speaking.set(false);
          speak();
        });
  }
}
