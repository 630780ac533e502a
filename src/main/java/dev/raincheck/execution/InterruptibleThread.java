package dev.raincheck.execution;

import org.jspecify.annotations.Nullable;

/**
 * The thread on which a blocking method runs, interruptible for just as long as it does: an
 * interrupt never reaches what the thread does next.
 */
final class InterruptibleThread {
  private @Nullable Thread inside;
  private @Nullable Runnable left;

  /** The current thread begins the method. */
  synchronized void enter() {
    inside = Thread.currentThread();
  }

  /** The current thread has left the method, and carries no interrupt on. */
  void leave() {
    Runnable listener;
    synchronized (this) {
      inside = null;
      // Clears the flag of an interrupt that came too late to be noticed.
      Thread.interrupted();
      listener = left;
      left = null;
    }
    if (listener != null) {
      listener.run();
    }
  }

  /** Interrupts the method. False: no thread is in it. */
  synchronized boolean interrupt() {
    if (inside == null) {
      return false;
    }
    inside.interrupt();
    return true;
  }

  /** Runs this when the thread has left the method; at once if it has. */
  void whenLeft(Runnable listener) {
    synchronized (this) {
      if (inside != null) {
        left = listener;
        return;
      }
    }
    listener.run();
  }
}
