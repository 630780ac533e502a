package dev.raincheck.admission;

import dev.raincheck.core.CallRow;
import java.util.UUID;

/** A request that is stored as a call. */
public sealed interface Admitted {

  /** Id of the call. */
  UUID id();

  /**
   * It is a new call.
   *
   * @param row as it was stored
   */
  record Fresh(CallRow row) implements Admitted {
    @Override
    public UUID id() {
      return row.id();
    }
  }

  /**
   * It is an earlier call with the same idempotency key.
   *
   * @param id of that call
   */
  record Earlier(UUID id) implements Admitted {}
}
