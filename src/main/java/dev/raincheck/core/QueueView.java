package dev.raincheck.core;

import java.time.Duration;

/** How full the queue is, by the latest count and what happened here since. */
public interface QueueView {

  /** The latest count of a procedure, brought up to date. */
  QueueSample sample(String procedure);

  /**
   * When a call that is accepted now has probably ended, from measured service times.
   *
   * @return at least one second
   */
  Duration predictedEnd(String procedure);
}
