package dev.raincheck.core;

/** Hears what other replicas say. Called on event loops: must not block and must not throw. */
@FunctionalInterface
public interface SignalListener {
  void on(Signal signal);
}
