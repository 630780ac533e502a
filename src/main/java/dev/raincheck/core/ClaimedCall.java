package dev.raincheck.core;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A call that this replica has claimed and runs an attempt of.
 *
 * @param id of the call
 * @param procedure name
 * @param node the lease under which it was claimed; with the attempt's number, the fence
 * @param attempt number of this attempt, from 1
 * @param maxAttempts number of the last attempt that may be made
 * @param input encoded arguments
 * @param budget what was left of the caller's budget when it was claimed
 * @param waited since it was stored, until this claim
 * @param trace W3C trace context
 */
public record ClaimedCall(
    UUID id,
    String procedure,
    UUID node,
    int attempt,
    int maxAttempts,
    byte[] input,
    Optional<Duration> budget,
    Duration waited,
    Trace trace) {}
