package dev.raincheck.core;

import java.time.Instant;
import java.util.UUID;

/**
 * What tells one claim of a call from every other: a write counts only while the row still carries
 * it. The number alone would not do, because the number of an attempt that never ran is used again.
 *
 * @param node the lease under which the call was claimed
 * @param attempt number of the attempt, from 1
 * @param claimedAt by the database's clock, to the microsecond
 */
public record Fence(UUID node, int attempt, Instant claimedAt) {}
