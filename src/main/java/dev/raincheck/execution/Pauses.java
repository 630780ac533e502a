package dev.raincheck.execution;

import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallEvents;
import dev.raincheck.core.PauseStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which procedures are paused: what the database said when it was last asked. It is asked at the
 * start, before anything is claimed, when a replica tells of a change, and now and then. Attempts
 * that run when a procedure is paused run on. Thread-safe.
 */
@ApplicationScoped
public class Pauses {
  private final PauseStore store;
  private final CallEvents events;
  private volatile Set<String> paused = Set.of();
  private volatile boolean known;

  Pauses(PauseStore store, CallEvents events) {
    this.store = store;
    this.events = events;
  }

  /** Whether no attempt of the procedure is to be started, as far as this replica knows. */
  public boolean isPaused(String procedure) {
    return paused.contains(procedure);
  }

  /** Stops the starting of attempts: when it answers, here; on other replicas a moment later. */
  public Uni<Void> pause(String procedure) {
    return store.pause(procedure).chain(() -> learn(true));
  }

  /** Has attempts started again. */
  public Uni<Void> resume(String procedure) {
    return store.resume(procedure).chain(() -> learn(true));
  }

  /** Asks the database if it was never asked. */
  Uni<Void> learnOnce() {
    return known ? Uni.createFrom().voidItem() : learn();
  }

  /** Asks the database, and tells of what has changed. */
  Uni<Void> learn() {
    return learn(false);
  }

  private Uni<Void> learn(boolean askedHere) {
    return store.paused().invoke(now -> learnt(now, askedHere)).replaceWithVoid();
  }

  private void learnt(Set<String> now, boolean askedHere) {
    Set<String> changed = new TreeSet<>();
    synchronized (this) {
      Set<String> before = paused;
      now.stream().filter(name -> !before.contains(name)).forEach(changed::add);
      before.stream().filter(name -> !now.contains(name)).forEach(changed::add);
      paused = now;
      known = true;
    }
    changed.forEach(name -> events.on(new CallEvent.PauseChanged(name, askedHere)));
  }
}
