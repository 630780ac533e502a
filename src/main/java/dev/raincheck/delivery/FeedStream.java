package dev.raincheck.delivery;

import dev.raincheck.core.CallScope;
import dev.raincheck.core.FeedPlace;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The events of many calls for one reader. What its reader has not taken yet waits, up to a bound;
 * ends beyond it are not taken in, so that it falls behind and they are looked up again for it
 * alone. It never ends by itself.
 */
final class FeedStream extends Outlet {
  /** How many events may wait. */
  static final int MOST = 256;

  /** Knows the streams that are open. */
  interface Owner extends Outlet.Owner<FeedStream> {

    /** Its reader has taken all there was. */
    void drained(FeedStream stream);
  }

  private final CallScope scope;
  private final Owner owner;

  /** Guards what follows. */
  private final Queue<StreamEvent.ChangedAmongMany> waiting = new ArrayDeque<>();

  /** All ends before it were told, or wait; null until it has begun. */
  private @Nullable FeedPlace reached;

  /** All ends before it were told. */
  private @Nullable FeedPlace told;

  /** Whether this database has the place. */
  private boolean verified;

  /**
   * @param from up to where its reader knows the ends; empty if it begins
   */
  FeedStream(CallScope scope, Optional<FeedPlace> from, Owner owner) {
    this.scope = scope;
    this.owner = owner;
    this.reached = from.orElse(null);
    this.told = reached;
  }

  CallScope scope() {
    return scope;
  }

  /** Up to where the ends were told, or wait; empty until it has begun. */
  Optional<FeedPlace> reached() {
    synchronized (waiting) {
      return Optional.ofNullable(reached);
    }
  }

  /** Whether it has to be told something before what comes up from this place on. */
  boolean isBehind(FeedPlace place) {
    synchronized (waiting) {
      return reached != null && (!verified || reached.compareTo(place) < 0);
    }
  }

  /** Whether it may be told what comes up from this place on. */
  boolean isAt(FeedPlace place) {
    synchronized (waiting) {
      return reached != null && verified && reached.compareTo(place) >= 0;
    }
  }

  /** Whether it can take in as many ends as there can be in one look. */
  boolean isDrained() {
    synchronized (waiting) {
      return waiting.isEmpty();
    }
  }

  /** It begins here, if its reader has named no other place; the reader learns the place. */
  void begin(FeedPlace now) {
    synchronized (waiting) {
      if (reached != null) {
        return;
      }
      reached = now;
      told = now;
      verified = true;
    }
    beat();
  }

  /**
   * Takes in the ends of a look that was taken for all, if it has come so far; without the room for
   * them, none.
   *
   * @param next where the look came to
   */
  void tellEnds(List<StreamEvent.ChangedAmongMany> ends, FeedPlace next) {
    synchronized (waiting) {
      FeedPlace from = reached;
      if (from == null) {
        return;
      }
      List<StreamEvent.ChangedAmongMany> news =
          ends.stream()
              .filter(this::isOfScope)
              .filter(end -> end.place().filter(place -> place.compareTo(from) > 0).isPresent())
              .toList();
      if (waiting.size() + news.size() > MOST) {
        return;
      }
      waiting.addAll(news);
      reached = from.max(next);
    }
    work();
  }

  /**
   * Takes in the ends of a look that was taken for it alone, from where it is, while nothing waits.
   *
   * @param next where the look came to; before where it was, if that is no place of this database
   */
  void catchUp(List<StreamEvent.ChangedAmongMany> ends, FeedPlace next) {
    synchronized (waiting) {
      ends.stream().filter(this::isOfScope).forEach(waiting::add);
      reached = next;
      verified = true;
    }
    work();
  }

  /** Something happened to a call that has not ended. Without room for it, it is left out. */
  void tell(StreamEvent.ChangedAmongMany change) {
    synchronized (waiting) {
      if (!isOfScope(change) || waiting.size() >= MOST) {
        return;
      }
      waiting.add(change);
    }
    work();
  }

  private boolean isOfScope(StreamEvent.ChangedAmongMany change) {
    return scope.has(change.change().row().caller(), change.change().row().procedure());
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
    synchronized (waiting) {
      return Optional.ofNullable(waiting.peek());
    }
  }

  @Override
  void told(StreamEvent event) {
    boolean drained;
    synchronized (waiting) {
      waiting.poll();
      if (event instanceof StreamEvent.ChangedAmongMany changed) {
        told = changed.place().orElse(told);
      }
      drained = waiting.isEmpty();
    }
    if (drained) {
      owner.drained(this);
    }
  }

  /** Tells how far its reader is: there may have been no end of its own for long. */
  @Override
  StreamEvent heartbeat() {
    synchronized (waiting) {
      FeedPlace place = waiting.isEmpty() ? reached : told;
      return place == null ? super.heartbeat() : new StreamEvent.Reached(place);
    }
  }

  @Override
  boolean isComplete() {
    return false;
  }
}
