package dev.raincheck.execution;

import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallListener;
import dev.raincheck.core.CallRunner;
import dev.raincheck.core.CallStore;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.Signal;
import dev.raincheck.core.SignalListener;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Claims calls whenever there are free slots and a reason to look: a call that had to wait, a slot
 * that came free, a delay that is over, or the slow poll. One claim is under way at a time; the
 * calls that it brings are started at once. Thread-safe.
 */
@ApplicationScoped
class Dispatcher implements CallRunner, CallListener, SignalListener {
  private static final Logger LOG = Logger.getLogger(Dispatcher.class);

  private final CallStore store;
  private final Running running;
  private final Alarms alarms;
  private final Slots slots;
  private final Node node;

  private boolean claiming;
  private boolean lookAgain;
  private boolean probe;

  Dispatcher(CallStore store, Running running, Alarms alarms, Slots slots, Node node) {
    this.store = store;
    this.running = running;
    this.alarms = alarms;
    this.slots = slots;
    this.node = node;
  }

  @Override
  public Optional<UUID> node() {
    return node.id();
  }

  @Override
  public boolean isCutOff() {
    return node.isCutOff();
  }

  @Override
  public boolean isDraining() {
    return node.isDraining();
  }

  @Override
  public boolean tryReserve(String procedure) {
    return !node.isDraining() && slots.tryTake(procedure);
  }

  @Override
  public void release(String procedure) {
    slots.give(procedure);
    look(false);
  }

  @Override
  public void start(ClaimedCall call) {
    start(call, false);
  }

  private void start(ClaimedCall call, boolean fromQueue) {
    slots.lineup().enter(() -> running.enter(call, fromQueue, this::over)).ifPresent(this::begin);
  }

  /** An answer may come late: only who still holds the lease, and does not drain, may begin. */
  private void begin(Attempt attempt) {
    if (!slots.pauses().isPaused(attempt.call().procedure())
        && !node.isDraining()
        && node.id().equals(Optional.of(attempt.call().node()))) {
      running.start(attempt);
    } else {
      running.giveBack(attempt);
    }
  }

  private void over(Attempt attempt) {
    slots.lineup().over(attempt).ifPresent(this::begin);
    release(attempt.call().procedure());
  }

  /**
   * Gives back what waits in memory for longer than it was meant to: another replica may have a
   * slot for it.
   *
   * @param longest wait that is left alone
   */
  void giveBackLate(Duration longest) {
    slots
        .lineup()
        .withdraw(attempt -> attempt.waited().compareTo(longest) >= 0)
        .forEach(
            attempt -> {
              slots.waited(attempt.call().procedure(), attempt.waited());
              running.giveBack(attempt);
            });
  }

  /** Finds out what is paused. */
  Uni<Void> learnPauses() {
    return slots.pauses().learn();
  }

  /** What has to be known before anything is claimed. */
  Uni<Void> prepare() {
    return slots.pauses().learnOnce();
  }

  /** What was claimed ahead goes back; what runs, runs on. */
  private void pauseChanged(String procedure) {
    if (slots.pauses().isPaused(procedure)) {
      slots
          .lineup()
          .withdraw(attempt -> attempt.call().procedure().equals(procedure))
          .forEach(running::giveBack);
    } else {
      queued(procedure, Duration.ZERO);
    }
  }

  private void queued(String procedure, Duration delay) {
    if (delay.isZero()) {
      slots.callsWait(procedure);
      look(false);
    } else {
      alarms.after(delay, () -> look(true));
    }
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.Stored stored && !stored.claimed()) {
      queued(stored.procedure(), stored.delay());
    } else if (event instanceof CallEvent.Requeued requeued) {
      queued(requeued.procedure(), requeued.delay());
    } else if (event instanceof CallEvent.CancelAsked asked) {
      running.stop(asked.id(), StopCause.CANCELLED);
    } else if (event instanceof CallEvent.PauseChanged pause) {
      pauseChanged(pause.procedure());
    }
  }

  @Override
  public void on(Signal signal) {
    if (signal instanceof Signal.CallsWait wait) {
      queued(wait.procedure(), Duration.ZERO);
    } else if (signal instanceof Signal.CancelAsked asked) {
      running.stop(asked.id(), StopCause.CANCELLED);
    } else if (signal instanceof Signal.PauseChanged) {
      learnPauses()
          .subscribe()
          .with(
              known -> {},
              failure -> LOG.debugf("A pause is found out later: %s", failure.getMessage()));
    }
  }

  /**
   * Looks at the queue, now or when the claim that is under way has answered.
   *
   * @param everywhere also for procedures of which no call is known to wait
   */
  void look(boolean everywhere) {
    synchronized (this) {
      probe |= everywhere;
      if (claiming) {
        lookAgain = true;
        return;
      }
      claiming = true;
    }
    claim();
  }

  private void claim() {
    boolean everywhere;
    synchronized (this) {
      everywhere = probe;
      probe = false;
      lookAgain = false;
    }
    Optional<UUID> owner = node.isDraining() ? Optional.empty() : node.id();
    Slots.Taken taken = owner.isEmpty() ? Slots.Taken.NOTHING : slots.takeFree(everywhere);
    if (taken.isEmpty()) {
      claimIsOver();
      return;
    }
    store
        .claim(owner.get(), taken.counts())
        .subscribe()
        .with(
            calls -> claimed(taken, calls),
            failure -> {
              LOG.warnf("No calls could be claimed: %s", failure.getMessage());
              slots.notClaimed(taken);
              synchronized (this) {
                claiming = false;
              }
            });
  }

  private void claimed(Slots.Taken taken, List<ClaimedCall> calls) {
    Map<String, Integer> filled = new HashMap<>();
    calls.forEach(call -> filled.merge(call.procedure(), 1, Integer::sum));
    boolean more = slots.claimed(taken, filled);
    for (ClaimedCall call : calls) {
      start(call, true);
    }
    if (more) {
      look(false);
    }
    claimIsOver();
  }

  private void claimIsOver() {
    synchronized (this) {
      if (!lookAgain) {
        claiming = false;
        return;
      }
    }
    claim();
  }
}
