package dev.raincheck.core;

import java.util.UUID;

/** What became of a call that was to be stored. */
public sealed interface Accepted {

  /**
   * It is on disk.
   *
   * @param running whether it was stored as claimed by the replica that asked; if not, it waits
   */
  record Stored(UUID id, boolean running) implements Accepted {}

  /** Its idempotency key was used before by the same request. */
  record Replayed(UUID id) implements Accepted {}

  /** Its idempotency key was used before by another request. */
  record KeyReused() implements Accepted {}
}
