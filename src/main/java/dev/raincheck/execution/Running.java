package dev.raincheck.execution;

import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallEvents;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The attempts that run on this replica, from their start until their outcome is on disk.
 * Thread-safe.
 */
@ApplicationScoped
class Running {
  private static final Logger LOG = Logger.getLogger(Running.class);

  private final ProcedureRegistry registry;
  private final AttemptTools tools;
  private final Recorder recorder;
  private final Unrecorded unrecorded;
  private final CallEvents events;
  private final Map<UUID, Attempt> attempts = new ConcurrentHashMap<>();
  private volatile CompletableFuture<Void> empty = CompletableFuture.completedFuture(null);

  Running(
      ProcedureRegistry registry,
      AttemptTools tools,
      Recorder recorder,
      Unrecorded unrecorded,
      CallEvents events) {
    this.registry = registry;
    this.tools = tools;
    this.recorder = recorder;
    this.unrecorded = unrecorded;
    this.events = events;
  }

  /** Starts an attempt. */
  void start(Attempt attempt) {
    ClaimedCall call = attempt.call();
    LOG.debugf("Attempt %d of call %s to %s", call.attempt(), call.id(), call.procedure());
    attempt.start();
  }

  /** Puts a call back that is not to be started here. */
  void giveBack(Attempt attempt) {
    LOG.infof("Call %s is not started here and goes back to the queue", attempt.call().id());
    attempt.giveBack();
  }

  /**
   * Takes in a claimed call, whose attempt is started later.
   *
   * @param fromQueue whether the call had to be claimed
   * @param over run once the attempt takes its slot no more
   */
  Attempt enter(ClaimedCall call, boolean fromQueue, Consumer<Attempt> over) {
    Attempt attempt =
        new Attempt(
            call,
            registry.named(call.procedure()).orElseThrow(),
            tools.policies().policy(call.procedure()).timeout(),
            tools,
            new Attempt.Owner() {
              @Override
              public void settled(Attempt settled, Outcome outcome, Duration ran) {
                events.on(new CallEvent.AttemptOver(call.procedure(), outcome, ran));
                boolean kept = unrecorded.tryKeep(outcome);
                recorder.record(
                    settled, outcome, ran, () -> recorded(settled, outcome, kept, over));
                if (kept) {
                  over.accept(settled);
                }
              }

              @Override
              public void progressed(Attempt progressed) {
                recorder.progressed(progressed);
              }
            });
    events.on(
        new CallEvent.Started(
            call.id(), call.procedure(), call.caller(), call.attempt(), call.waited(), fromQueue));
    synchronized (this) {
      if (attempts.isEmpty()) {
        empty = new CompletableFuture<>();
      }
      attempts.put(call.id(), attempt);
    }
    return attempt;
  }

  private void recorded(Attempt attempt, Outcome outcome, boolean kept, Consumer<Attempt> over) {
    CompletableFuture<Void> nowEmpty = null;
    synchronized (this) {
      attempts.remove(attempt.call().id(), attempt);
      if (attempts.isEmpty()) {
        nowEmpty = empty;
      }
    }
    if (nowEmpty != null) {
      nowEmpty.complete(null);
    }
    if (kept) {
      unrecorded.drop(outcome);
    } else {
      over.accept(attempt);
    }
  }

  /** Asks the attempt of a call to stop, if it runs here. */
  void stop(UUID id, StopCause cause) {
    Optional.ofNullable(attempts.get(id)).ifPresent(attempt -> attempt.stop(cause));
  }

  /** Asks every attempt to stop. */
  void stopAll(StopCause cause) {
    attempts.values().forEach(attempt -> attempt.stop(cause));
  }

  /** Ids of the calls that run here. */
  Set<UUID> ids() {
    return Set.copyOf(attempts.keySet());
  }

  /** Completes when nothing runs here any more; already complete if so now. */
  CompletableFuture<Void> whenEmpty() {
    return empty;
  }
}
