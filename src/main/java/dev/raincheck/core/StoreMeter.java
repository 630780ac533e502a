package dev.raincheck.core;

/** Measures the store. Called on event loops: must not block and must not throw. */
@FunctionalInterface
public interface StoreMeter {

  /**
   * A batched statement is sent.
   *
   * @param kind {@code accept}, {@code end}, {@code requeue} or {@code delivery}
   * @param size rows in it
   */
  void flushed(String kind, int size);
}
