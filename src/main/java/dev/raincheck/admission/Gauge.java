package dev.raincheck.admission;

import dev.raincheck.core.QueueSample;
import java.time.Duration;

/** How many calls of one procedure wait, and how long its attempts take. Thread-safe. */
final class Gauge {
  /** Weight of the newest attempt in the mean: an exponentially weighted moving average. */
  private static final double NEWEST = 0.1;

  private final String procedure;
  private QueueSample latest;
  private long change;
  private long changeAtMark;
  private double meanRunSeconds;
  private boolean measured;

  Gauge(String procedure) {
    this.procedure = procedure;
    this.latest = new QueueSample(procedure, 0, 0, Duration.ZERO);
  }

  /** A count begins: what changes from now on may not be in it. */
  synchronized void mark() {
    changeAtMark = change;
  }

  /** The count that began with the latest mark is there. */
  synchronized void counted(QueueSample sample) {
    latest = sample;
    change -= changeAtMark;
    changeAtMark = 0;
  }

  synchronized void change(int by) {
    change += by;
  }

  synchronized boolean tryEnter(int limit) {
    if (queued() >= limit) {
      return false;
    }
    change++;
    return true;
  }

  synchronized void ran(Duration run) {
    double seconds = run.toNanos() / 1e9;
    meanRunSeconds = measured ? meanRunSeconds + NEWEST * (seconds - meanRunSeconds) : seconds;
    measured = true;
  }

  /** Mean time inside the procedure; 0 before the first attempt. */
  synchronized double meanRunSeconds() {
    return meanRunSeconds;
  }

  synchronized QueueSample sample() {
    return new QueueSample(procedure, queued(), latest.running(), latest.oldest());
  }

  private long queued() {
    return Math.max(0, latest.queued() + change);
  }
}
