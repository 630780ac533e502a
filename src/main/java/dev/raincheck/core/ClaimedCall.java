package dev.raincheck.core;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A call that this replica has claimed and runs an attempt of.
 *
 * @param id of the call
 * @param procedure name
 * @param caller who it belongs to; empty for an anonymous caller
 * @param fence of this attempt
 * @param maxAttempts number of the last attempt that may be made
 * @param input encoded arguments
 * @param budget what was left of the caller's budget when it was claimed
 * @param budgetFrom from when the budget is counted here: a reading of the {@link Ticker} taken
 *     before the claim was sent, so that a slow answer does not lengthen it
 * @param waited since it was stored, until this claim
 * @param trace W3C trace context
 * @param claims who the caller is, as JSON; none for an anonymous caller
 */
public record ClaimedCall(
    UUID id,
    String procedure,
    String caller,
    Fence fence,
    int maxAttempts,
    byte[] input,
    Optional<Duration> budget,
    long budgetFrom,
    Duration waited,
    Trace trace,
    Optional<String> claims) {

  /** The lease under which it was claimed. */
  public UUID node() {
    return fence.node();
  }

  /** Number of this attempt, from 1. */
  public int attempt() {
    return fence.attempt();
  }
}
