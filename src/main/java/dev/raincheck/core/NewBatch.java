package dev.raincheck.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A batch that was admitted and waits to be stored.
 *
 * @param id UUIDv7
 * @param caller who it belongs to; empty for an anonymous caller
 * @param idempotency key and fingerprint, where the caller gave a key
 * @param awaiting how many calls have to succeed; 0: all are to end
 * @param failFast whether the first call that ends without a result cancels the others
 * @param retention how long it is kept after its last call has ended
 * @param callback where its end is to be told; its calls have their own
 * @param calls at least one; none has a key of its own or is claimed, and one trace is for all
 */
public record NewBatch(
    UUID id,
    String caller,
    Optional<NewCall.Idempotency> idempotency,
    int awaiting,
    boolean failFast,
    Duration retention,
    Optional<String> callback,
    List<NewCall> calls) {

  public NewBatch {
    calls = List.copyOf(calls);
  }
}
