package dev.raincheck.client;

import dev.raincheck.contract.CallState;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which calls to list.
 *
 * @param procedure only of this one; empty: of all
 * @param states only in these; none: in all
 * @param since only created at or after this time
 * @param until only created before this time
 */
public record CallQuery(
    Optional<String> procedure,
    Set<CallState> states,
    Optional<Instant> since,
    Optional<Instant> until) {

  /** All calls; the others are made from it. */
  public static final CallQuery ALL =
      new CallQuery(Optional.empty(), Set.of(), Optional.empty(), Optional.empty());

  public CallQuery {
    states = Set.copyOf(states);
  }

  public CallQuery ofProcedure(String name) {
    return new CallQuery(Optional.of(name), states, since, until);
  }

  public CallQuery inStates(CallState... wanted) {
    return new CallQuery(procedure, Set.of(wanted), since, until);
  }

  public CallQuery since(Instant time) {
    return new CallQuery(procedure, states, Optional.of(time), until);
  }

  public CallQuery until(Instant time) {
    return new CallQuery(procedure, states, since, Optional.of(time));
  }
}
