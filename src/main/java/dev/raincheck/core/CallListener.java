package dev.raincheck.core;

/**
 * Hears what happens to calls on this replica. Called on any thread, often an event loop: an
 * implementation must be thread-safe, must not block and must not throw.
 */
public interface CallListener {
  void on(CallEvent event);
}
