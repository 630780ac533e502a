package dev.raincheck.core;

import dev.raincheck.contract.CallState;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which calls to list, newest first.
 *
 * @param procedure only of this one
 * @param caller only what belongs to this one
 * @param states only in these; empty for all
 * @param since created at or after
 * @param until created before
 * @param after only what stands behind this place in the list
 * @param limit at most this many
 */
public record CallQuery(
    Optional<String> procedure,
    Optional<String> caller,
    Set<CallState> states,
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<Position> after,
    int limit) {

  public CallQuery {
    states = Set.copyOf(states);
  }

  /** A place in the list: that of a call. */
  public record Position(Instant createdAt, UUID id) {}
}
