package dev.raincheck.delivery;

import dev.raincheck.core.EventId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The events of one call for one reader. It keeps what was seen of the call last and how far its
 * reader has come, and nothing else: a reader that is slow is told the newest progress and every
 * transition when it is ready, and nothing piles up meanwhile. It ends after the final state, when
 * the call is gone, and when the service shuts down.
 */
final class EventStream extends Outlet {

  private final UUID call;
  private final Owner<EventStream> owner;
  private volatile @Nullable Snapshot news;

  /** The next two are used by one thread at a time: who works. */
  private EventId told;

  private boolean compared;

  /**
   * @param told the latest event that the reader knows
   */
  EventStream(UUID call, EventId told, Owner<EventStream> owner) {
    this.call = call;
    this.told = told;
    this.owner = owner;
  }

  UUID call() {
    return call;
  }

  /** The call was looked at. */
  void tell(Snapshot seen) {
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
    Snapshot seen = news;
    if (seen == null) {
      return Optional.empty();
    }
    if (!compared) {
      compared = true;
      if (told.state() > seen.latest().state()) {
        // That is no event of this call.
        told = EventId.START;
      }
    }
    return seen.changes().stream()
        .filter(change -> change.id().compareTo(told) > 0)
        .findFirst()
        .map(StreamEvent.Changed::new);
  }

  @Override
  void told(StreamEvent event) {
    if (event instanceof StreamEvent.Changed changed) {
      told = changed.change().id();
    }
  }

  @Override
  boolean isComplete() {
    Snapshot seen = news;
    return seen != null && seen.isOver();
  }
}
