package dev.raincheck.core;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A delivery that was claimed.
 *
 * @param id of the delivery: the webhook-id
 * @param number of the try, from 1, which fences it
 * @param failures failed tries in a row before it
 * @param age for how long it is being tried
 * @param caller whose secret signs it; empty for an anonymous caller
 * @param target URL
 * @param origin by which limits are kept
 * @param subject what has ended
 */
public record DueDelivery(
    UUID id,
    int number,
    int failures,
    Duration age,
    String caller,
    String target,
    String origin,
    Subject subject) {

  /** What has ended, and is to be told. */
  public sealed interface Subject {

    /** A call, as it was read with the claim; empty if it is gone or cannot be read. */
    record OfCall(Optional<CallRow> row) implements Subject {}

    /** A batch, which is yet to be read: its calls are to be counted. */
    record OfBatch(UUID id) implements Subject {}
  }
}
