package dev.raincheck.core;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells every listener what happened, on the thread on which it did. Thread-safe. */
public final class CallEvents {
  private final Supplier<List<CallListener>> source;
  private volatile @Nullable List<CallListener> listeners;

  /**
   * @param source asked at the first event, and not before: many listeners cause events themselves.
   *     Asked twice where two first events coincide
   */
  public CallEvents(Supplier<List<CallListener>> source) {
    this.source = source;
  }

  public void on(CallEvent event) {
    List<CallListener> known = listeners;
    if (known == null) {
      known = List.copyOf(source.get());
      listeners = known;
    }
    for (CallListener listener : known) {
      listener.on(event);
    }
  }
}
