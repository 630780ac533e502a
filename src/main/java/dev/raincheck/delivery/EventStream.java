package dev.raincheck.delivery;

import dev.raincheck.core.CallChange;
import dev.raincheck.core.EventId;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The events of one call for one reader. It keeps what was seen of the call last and how far its
 * reader has come, and nothing else: a reader that is slow is told the newest progress and every
 * transition when it is ready, and nothing piles up meanwhile. It ends after the final state, when
 * the call is gone, and when the service shuts down. Thread-safe; for one subscriber.
 */
final class EventStream implements Flow.Publisher<StreamEvent>, Flow.Subscription {

  /** Knows the streams that are open. */
  interface Owner {

    /** Takes it in. False: there is no place. */
    boolean opened(EventStream stream);

    /** It has ended, or its reader has gone. */
    void closed(EventStream stream);
  }

  private final UUID call;
  private final Owner owner;
  private final AtomicLong wanted = new AtomicLong();
  private final AtomicInteger working = new AtomicInteger();
  private volatile @Nullable Snapshot news;
  private volatile boolean beating;
  private volatile boolean ending;
  private volatile boolean over;
  private Flow.@Nullable Subscriber<? super StreamEvent> reader;

  /** The next two are used by one thread at a time: who works. */
  private EventId told;

  private boolean compared;

  /**
   * @param told the latest event that the reader knows
   */
  EventStream(UUID call, EventId told, Owner owner) {
    this.call = call;
    this.told = told;
    this.owner = owner;
  }

  UUID call() {
    return call;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super StreamEvent> subscriber) {
    reader = subscriber;
    subscriber.onSubscribe(this);
    if (!owner.opened(this)) {
      end();
    } else if (over) {
      // Its reader left while it was opened.
      owner.closed(this);
    }
  }

  @Override
  public void request(long count) {
    wanted.accumulateAndGet(
        Math.max(0, count), (now, more) -> now + more < 0 ? Long.MAX_VALUE : now + more);
    work();
  }

  @Override
  public void cancel() {
    over = true;
    owner.closed(this);
  }

  /** The call was looked at. */
  void tell(Snapshot seen) {
    news = seen;
    work();
  }

  /** Shows the reader that it is there, if there is nothing else to tell. */
  void beat() {
    beating = true;
    work();
  }

  /** Tells nothing more. */
  void end() {
    ending = true;
    work();
  }

  /** One thread at a time; what comes up meanwhile is for it to do. */
  private void work() {
    if (working.getAndIncrement() != 0) {
      return;
    }
    int done = 1;
    do {
      while (step()) {
        // until there is nothing to do
      }
      done = working.addAndGet(-done);
    } while (done != 0);
  }

  private boolean step() {
    Flow.Subscriber<? super StreamEvent> subscriber = reader;
    if (over || subscriber == null) {
      return false;
    }
    Snapshot seen = news;
    Optional<CallChange> next = seen == null ? Optional.empty() : next(seen);
    if (ending || seen != null && seen.isOver() && next.isEmpty()) {
      over = true;
      owner.closed(this);
      subscriber.onComplete();
      return false;
    }
    if (wanted.get() == 0 || next.isEmpty() && !beating) {
      return false;
    }
    wanted.decrementAndGet();
    beating = false;
    next.ifPresent(change -> told = change.id());
    subscriber.onNext(
        next.<StreamEvent>map(StreamEvent.Changed::new).orElseGet(StreamEvent.Heartbeat::new));
    return true;
  }

  private Optional<CallChange> next(Snapshot seen) {
    if (!compared) {
      compared = true;
      if (told.state() > seen.latest().state()) {
        // That is no event of this call.
        told = EventId.START;
      }
    }
    return seen.changes().stream().filter(change -> change.id().compareTo(told) > 0).findFirst();
  }
}
