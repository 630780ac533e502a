package dev.raincheck.core;

import java.util.UUID;

/** What became of a call that was to be stored. */
public sealed interface Accepted {

  /**
   * It is on disk.
   *
   * @param row as it was stored: RUNNING if it was claimed by the replica that asked, else QUEUED
   */
  record Stored(CallRow row) implements Accepted {}

  /** Its idempotency key was used before by the same request. */
  record Replayed(UUID id) implements Accepted {}

  /** Its idempotency key was used before by another request. */
  record KeyReused() implements Accepted {}
}
