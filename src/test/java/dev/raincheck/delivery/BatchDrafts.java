package dev.raincheck.delivery;

import dev.raincheck.contract.Awaiting;
import dev.raincheck.contract.Batch;
import dev.raincheck.contract.CallState;
import dev.raincheck.core.BatchRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A batch as the store has it, and a plain view of it. */
final class BatchDrafts {
  static final UUID ID = new UUID(5, 6);
  private static final Instant TIME = Instant.parse("2026-11-22T08:00:00Z");

  private BatchDrafts() {}

  /** One of which so many calls have succeeded. */
  static BatchRow ended(int calls) {
    return new BatchRow(
        ID,
        "",
        0,
        false,
        calls,
        TIME,
        Optional.of(TIME),
        false,
        true,
        Map.of(CallState.SUCCEEDED, calls),
        Set.of(),
        List.of());
  }

  static Batch view(BatchRow row) {
    return new Batch(
        row.id(),
        row.state(),
        new Awaiting(row.awaiting()),
        row.failFast(),
        row.createdAt(),
        row.endedAt().orElse(null),
        row.cancelled(),
        row.total(),
        row.counts(),
        new Batch.Links(
            "/batches/1",
            "/batches/1/result",
            "/batches/1/events",
            "/batches/1/calls",
            "/batches/1/cancel"),
        row.deliveries());
  }
}
