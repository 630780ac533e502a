package dev.raincheck.core;

import java.util.UUID;

/** What became of a batch that was to be stored. */
public sealed interface AcceptedBatch {

  /** It is on disk, with all its calls. */
  record Stored(BatchRow row) implements AcceptedBatch {}

  /** Its idempotency key was used before by the same request. */
  record Replayed(UUID id) implements AcceptedBatch {}

  /** Its idempotency key was used before by another request. */
  record KeyReused() implements AcceptedBatch {}
}
