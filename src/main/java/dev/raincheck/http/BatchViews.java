package dev.raincheck.http;

import dev.raincheck.contract.Awaiting;
import dev.raincheck.contract.Batch;
import dev.raincheck.core.BatchRow;
import dev.raincheck.core.BatchView;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Makes of a row the batch as its caller sees it. */
@Singleton
class BatchViews implements BatchView {
  private final CallViews calls;

  BatchViews(CallViews calls) {
    this.calls = calls;
  }

  String self(UUID id) {
    return calls.batch(id);
  }

  String result(UUID id) {
    return self(id) + "/result";
  }

  String events(UUID id) {
    return self(id) + "/events";
  }

  /** Where the list of its calls is. */
  String calls(UUID id) {
    return self(id) + "/calls";
  }

  @Override
  public Batch batch(BatchRow row) {
    return new Batch(
        row.id(),
        row.state(),
        new Awaiting(row.awaiting()),
        row.failFast(),
        CallViews.millis(row.createdAt()),
        CallViews.millis(row.endedAt()),
        row.cancelled(),
        row.total(),
        row.counts(),
        new Batch.Links(
            self(row.id()),
            result(row.id()),
            events(row.id()),
            calls(row.id()),
            self(row.id()) + "/cancel"),
        row.deliveries().stream().map(CallViews::delivery).toList());
  }
}
