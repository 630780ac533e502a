package dev.raincheck.delivery;

import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one reader of a stream is told, one after the other, each when the one before has gone: what
 * comes up meanwhile is for {@link #next} to keep, in as little as it can. Thread-safe; for one
 * subscriber. The methods to be implemented are called by one thread at a time, except for {@link
 * #opened} and {@link #closed}.
 */
abstract class Outlet implements Flow.Publisher<StreamEvent>, Flow.Subscription {

  /** Knows the streams of one kind that are open. */
  interface Owner<S extends Outlet> {

    /** Takes it in. False: there is no place. */
    boolean opened(S stream);

    /** It has ended, or its reader has gone. May come several times. */
    void closed(S stream);
  }

  private final AtomicLong wanted = new AtomicLong();
  private final AtomicInteger working = new AtomicInteger();
  private volatile boolean beating;
  private volatile boolean ending;
  private volatile boolean over;
  private Flow.@Nullable Subscriber<? super StreamEvent> reader;

  /** It begins. False: there is no place for it, so it ends. */
  abstract boolean opened();

  /** It has ended, or its reader has gone. May come several times. */
  abstract void closed();

  /** What is to be told next; the same again until it was {@link #told}. */
  abstract Optional<StreamEvent> next();

  /** This is being told. */
  abstract void told(StreamEvent event);

  /** Whether nothing more will come up than what {@link #next} has to tell. */
  abstract boolean isComplete();

  /** What shows the reader that it is there. */
  StreamEvent heartbeat() {
    return new StreamEvent.Heartbeat();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super StreamEvent> subscriber) {
    reader = subscriber;
    subscriber.onSubscribe(this);
    if (!opened()) {
      end();
    } else if (over) {
      // Its reader left while it was opened.
      closed();
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
    closed();
  }

  /** Whether it tells nothing more. */
  boolean isOver() {
    return over;
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

  /** Tells what there is. One thread at a time; what comes up meanwhile is for it to do. */
  final void work() {
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
    // In this order: what comes up in between is told before the end.
    boolean complete = isComplete();
    Optional<StreamEvent> next = next();
    if (ending || complete && next.isEmpty()) {
      over = true;
      closed();
      subscriber.onComplete();
      return false;
    }
    if (wanted.get() == 0 || next.isEmpty() && !beating) {
      return false;
    }
    wanted.decrementAndGet();
    beating = false;
    next.ifPresent(this::told);
    subscriber.onNext(next.orElseGet(this::heartbeat));
    return true;
  }
}
