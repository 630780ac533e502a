package dev.raincheck.admission;

import java.util.UUID;

/**
 * A request that is stored as a call.
 *
 * @param id of the call
 * @param replayed whether it is an earlier one with the same idempotency key
 */
public record Admitted(UUID id, boolean replayed) {}
