package dev.raincheck.execution;

import dev.raincheck.core.Policies;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How many calls of each procedure this replica may still claim, to run them at once or in a
 * moment, and whether calls are known to wait for that. Thread-safe.
 */
@ApplicationScoped
class Slots {

  private static final class Slot {
    private final int concurrency;
    private int taken;
    private boolean callsWait = true;
    private long version;

    private Slot(int concurrency) {
      this.concurrency = concurrency;
    }
  }

  private final Map<String, Slot> slots = new HashMap<>();
  private final Lineup lineup;
  private final Ahead ahead;
  private final Pauses pauses;

  Slots(Policies policies, Lineup lineup, Ahead ahead, Pauses pauses) {
    this.lineup = lineup;
    this.ahead = ahead;
    this.pauses = pauses;
    for (String procedure : policies.names()) {
      slots.put(procedure, new Slot(policies.policy(procedure).concurrency()));
    }
  }

  /**
   * Takes a slot for a new call, unless there is none, others wait before it, or its procedure is
   * paused.
   */
  synchronized boolean tryTake(String procedure) {
    Slot slot = slots.get(procedure);
    if (slot.callsWait || pauses.isPaused(procedure) || free(procedure, slot) <= 0) {
      return false;
    }
    slot.taken++;
    return true;
  }

  /** Who runs in the slots, and who waits for one in memory. */
  Lineup lineup() {
    return lineup;
  }

  /** Which procedures get no slot. */
  Pauses pauses() {
    return pauses;
  }

  /** Calls of the procedure have waited in memory for so long. */
  void waited(String procedure, Duration duration) {
    ahead.waited(procedure, duration);
  }

  /** What it may claim is more than what it may run. */
  private int free(String procedure, Slot slot) {
    return slot.concurrency + ahead.allowance(procedure) - slot.taken;
  }

  /** Gives a slot back. */
  synchronized void give(String procedure) {
    slots.get(procedure).taken--;
  }

  /** Calls of the procedure are in the queue, and may start. */
  synchronized void callsWait(String procedure) {
    Slot slot = slots.get(procedure);
    if (slot == null) {
      return; // a procedure that only another version of the service has
    }
    slot.callsWait = true;
    slot.version++;
  }

  /** The free slots of procedures, taken for a claim. */
  record Taken(Map<String, Integer> counts, Map<String, Long> versions) {
    static final Taken NOTHING = new Taken(Map.of(), Map.of());

    boolean isEmpty() {
      return counts.isEmpty();
    }
  }

  /**
   * Takes slots for a claim: every free one where calls are known to wait, none of a procedure that
   * is paused.
   *
   * @param probe also one of each other procedure, to see whether any wait there; one only, so that
   *     new calls find the others meanwhile
   */
  synchronized Taken takeFree(boolean probe) {
    Map<String, Integer> counts = new HashMap<>();
    Map<String, Long> versions = new HashMap<>();
    slots.forEach(
        (procedure, slot) -> {
          int free = pauses.isPaused(procedure) ? 0 : free(procedure, slot);
          int count = slot.callsWait ? free : Math.min(probe ? 1 : 0, free);
          if (count > 0) {
            counts.put(procedure, count);
            versions.put(procedure, slot.version);
            slot.taken += count;
          }
        });
    return new Taken(counts, versions);
  }

  /** A claim has failed: its slots are free again, and calls may still wait. */
  synchronized void notClaimed(Taken taken) {
    taken.counts().forEach((procedure, count) -> slots.get(procedure).taken -= count);
    taken.counts().keySet().forEach(this::callsWait);
  }

  /**
   * A claim has answered: slots that it did not fill are free again, and where it filled fewer than
   * it had, nobody waits, unless somebody came in the meantime.
   *
   * @return whether there are free slots that further calls may be waiting for
   */
  synchronized boolean claimed(Taken taken, Map<String, Integer> filled) {
    boolean more = false;
    for (Map.Entry<String, Integer> entry : taken.counts().entrySet()) {
      Slot slot = slots.get(entry.getKey());
      int used = filled.getOrDefault(entry.getKey(), 0);
      slot.taken -= entry.getValue() - used;
      if (slot.version == taken.versions().get(entry.getKey())) {
        slot.callsWait = used == entry.getValue();
      }
      more |= slot.callsWait && free(entry.getKey(), slot) > 0;
    }
    return more;
  }
}
