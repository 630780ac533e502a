package dev.raincheck.faults;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets so many requests a second through, for all callers together. Thread-safe. */
final class Pace implements AutoCloseable {
  private static final int TURNS_A_SECOND = 50;

  private final Semaphore permits = new Semaphore(0, true);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "pace");
            thread.setDaemon(true);
            return thread;
          });
  private final int each;
  private volatile boolean closed;

  Pace(int requestsASecond) {
    each = Math.max(1, requestsASecond / TURNS_A_SECOND);
    clock.scheduleAtFixedRate(this::turn, 0, 1_000 / TURNS_A_SECOND, TimeUnit.MILLISECONDS);
  }

  private void turn() {
    synchronized (permits) {
      if (!closed) {
        // What was not used in time is lost: after a standstill there is no rush.
        permits.drainPermits();
        permits.release(each);
      }
    }
  }

  /** Waits for its turn; false: no more requests, for ever. */
  boolean take() throws InterruptedException {
    if (!closed) {
      permits.acquire();
    }
    return !closed;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    // A turn that is under way is the last one that takes anything away.
    synchronized (permits) {
      if (!closed) {
        closed = true;
        permits.release(Integer.MAX_VALUE / 2);
      }
    }
  }
}
