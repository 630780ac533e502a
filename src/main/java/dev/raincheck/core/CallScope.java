package dev.raincheck.core;

import java.util.Optional;

/**
 * Which calls somebody listens to.
 *
 * @param caller only what belongs to this one; empty: all
 * @param procedure only of this one; empty: of all
 */
public record CallScope(Optional<String> caller, Optional<String> procedure) {

  /** Whether a call is one of them. */
  public boolean has(String owner, String ofProcedure) {
    return caller.filter(one -> !one.equals(owner)).isEmpty()
        && procedure.filter(one -> !one.equals(ofProcedure)).isEmpty();
  }

  /** Whether a call is one of them. */
  public boolean has(FoundCall call) {
    return has(call.caller(), call.procedure());
  }
}
