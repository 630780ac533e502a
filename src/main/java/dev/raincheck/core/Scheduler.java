package dev.raincheck.core;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;

/** Does things later. Tasks start on an event loop and must not block it. */
public interface Scheduler {

  /** Runs a task once, after a delay. */
  Task after(Duration delay, Runnable task);

  /**
   * Repeats a task: the next run starts the interval after the last one has ended, with whatever
   * result; a failure is logged under this name and does not end the repetition.
   */
  Task every(String name, Duration interval, Supplier<Uni<Void>> task);

  /** Something that is going to be done. */
  interface Task {

    /** Takes it back, if it has not begun. */
    void cancel();
  }
}
