package dev.raincheck.core;

import java.util.List;

/** Tells every listener what happened. */
public final class CallEvents {
  private final List<CallListener> listeners;

  public CallEvents(List<CallListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  public void on(CallEvent event) {
    for (CallListener listener : listeners) {
      listener.on(event);
    }
  }
}
