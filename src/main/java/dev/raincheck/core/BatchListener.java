package dev.raincheck.core;

import java.util.UUID;

/** Hears what a sweep of this replica found out about batches. */
public interface BatchListener {

  /**
   * A batch has come to what is awaited of it. Must return at once; may come several times.
   *
   * @param calledBack whether it has a callback, so that its end is in the outbox
   */
  void ended(UUID batch, boolean calledBack);
}
