package dev.raincheck.admission;

import dev.raincheck.core.BatchRow;

/** A request that is stored as a batch. */
public sealed interface AdmittedBatch {

  /** As it is. */
  BatchRow row();

  /** It is a new batch. */
  record Fresh(BatchRow row) implements AdmittedBatch {}

  /** It is an earlier batch with the same idempotency key. */
  record Earlier(BatchRow row) implements AdmittedBatch {}
}
