package dev.raincheck.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.CallState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What really happened to a call, noted while it did, and two readers of its events: one looks
 * after every step, one now and then. Whatever the rows tell is held against it.
 */
public final class EventLog {
  private record Noted(CallState state, int attempt) {}

  /** What the rows still have to tell. */
  private final Map<Integer, Noted> told = new TreeMap<>();

  private final List<CallState> all = new ArrayList<>();
  private final List<CallState> read = new ArrayList<>();
  private int last;
  private EventId attentive = EventId.START;
  private EventId casual = EventId.START;

  /** The call went to another state. */
  public void happened(CallState state, int attempt) {
    last++;
    told.put(last, new Noted(state, attempt));
    all.add(state);
  }

  /** Its latest events so far are not in the rows any more. */
  public void undone(int events) {
    for (int i = 0; i < events; i++) {
      told.remove(last - i);
    }
  }

  /** Compares what the rows tell with what happened. */
  public void check(CallHistory history) {
    List<CallChange> changes = Transitions.of(history);
    Map<Integer, Noted> now = new TreeMap<>();
    EventId before = EventId.START;
    for (CallChange change : changes) {
      assertTrue(change.id().compareTo(before) > 0, () -> "in order: " + changes);
      before = change.id();
      if (change.id().isOfState()) {
        now.put(change.id().state(), new Noted(change.row().state(), change.row().attempt()));
      }
    }
    assertEquals(told, now);
    assertEquals(last, history.latest().state());
    List<CallChange> fresh = Transitions.after(attentive, changes);
    for (CallChange change : fresh) {
      attentive = change.id();
      if (change.id().isOfState()) {
        read.add(change.row().state());
      }
    }
    assertEquals(all, read, "who looks after each step loses and repeats nothing");
  }

  /** Somebody who has not looked for long. */
  public void look(CallHistory history) {
    List<CallChange> fresh = Transitions.after(casual, Transitions.of(history));
    for (CallChange change : fresh) {
      assertTrue(change.id().compareTo(casual) > 0);
      casual = change.id();
    }
    assertEquals(last, casual.state(), "and knows the latest then");
  }
}
