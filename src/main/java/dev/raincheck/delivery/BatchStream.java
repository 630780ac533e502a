package dev.raincheck.delivery;

import dev.raincheck.core.BatchRow;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The events of one batch for one reader: its latest numbers, whenever the reader is ready for
 * them. It ends when the batch has, or is gone.
 */
final class BatchStream extends Outlet {

  private final UUID batch;
  private final Owner<BatchStream> owner;
  private volatile @Nullable Optional<BatchRow> news;

  /** Used by one thread at a time: who works. */
  private BatchEventId told;

  /**
   * @param told the latest event that the reader knows
   */
  BatchStream(UUID batch, BatchEventId told, Owner<BatchStream> owner) {
    this.batch = batch;
    this.told = told;
    this.owner = owner;
  }

  UUID batch() {
    return batch;
  }

  /** The batch was looked at; empty: it is gone. */
  void tell(Optional<BatchRow> seen) {
    news = seen;
    work();
  }

  @Override
  boolean opened() {
    return owner.opened(this);
  }

  @Override
  void closed() {
    owner.closed(this);
  }

  @Override
  Optional<StreamEvent> next() {
    Optional<BatchRow> seen = news;
    if (seen == null || seen.isEmpty()) {
      return Optional.empty();
    }
    BatchRow row = seen.get();
    BatchEventId id = BatchEventId.of(row);
    // The calls of an ended batch may go on; that is not told any more.
    boolean known = id.equals(told) || id.isLast() && told.isLast();
    return known ? Optional.empty() : Optional.of(new StreamEvent.Counted(id, row));
  }

  @Override
  void told(StreamEvent event) {
    if (event instanceof StreamEvent.Counted counted) {
      told = counted.id();
    }
  }

  @Override
  boolean isComplete() {
    Optional<BatchRow> seen = news;
    return seen != null && seen.map(row -> row.endedAt().isPresent()).orElse(true);
  }
}
