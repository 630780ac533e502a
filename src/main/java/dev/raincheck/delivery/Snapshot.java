package dev.raincheck.delivery;

import dev.raincheck.core.CallChange;
import dev.raincheck.core.CallHistory;
import dev.raincheck.core.EventId;
import dev.raincheck.core.Transitions;
import java.util.List;

/**
 * What a look at a call saw.
 *
 * @param changes all that is known to have happened, oldest first; empty if it is gone
 * @param latest number of the latest
 */
record Snapshot(List<CallChange> changes, EventId latest) {
  /** There is no such call any more. */
  static final Snapshot GONE = new Snapshot(List.of(), EventId.START);

  static Snapshot of(CallHistory history) {
    return new Snapshot(Transitions.of(history), history.latest());
  }

  /** Whether nothing more is to come. */
  boolean isOver() {
    return changes.isEmpty() || changes.get(changes.size() - 1).isFinal();
  }
}
