package dev.raincheck.admission;

import dev.raincheck.core.QueueSample;
import java.time.Duration;

/** How many calls of one procedure wait, and how long its attempts take. Thread-safe. */
final class Gauge {
  /** Weight of the newest attempt in the mean: an exponentially weighted moving average. */
  private static final double NEWEST = 0.1;

  /** So many counts in a row may be left out because of what happened while they were made. */
  private static final int MOST_LEFT_OUT = 10;

  private final String procedure;
  private QueueSample latest;
  private long change;
  private long changeSinceMark;
  private boolean changedSinceMark;
  private int countsLeftOut;
  private double meanRunSeconds;
  private boolean measured;

  Gauge(String procedure) {
    this.procedure = procedure;
    this.latest = new QueueSample(procedure, 0, 0, Duration.ZERO);
  }

  /** A count begins. */
  synchronized void mark() {
    changedSinceMark = false;
    changeSinceMark = 0;
  }

  /**
   * The count that began with the latest mark is there. If calls came or went meanwhile, nobody can
   * tell whether it has seen them: a replica that is alone knows better then, but not for ever; one
   * of several adds them, and may be wrong by as many until the next count.
   *
   * @param replicas how many there are
   */
  synchronized void counted(QueueSample sample, int replicas) {
    if (replicas <= 1 && changedSinceMark && ++countsLeftOut <= MOST_LEFT_OUT) {
      latest = new QueueSample(procedure, latest.queued(), sample.running(), sample.oldest());
      return;
    }
    latest = sample;
    change = replicas <= 1 ? 0 : changeSinceMark;
    countsLeftOut = 0;
  }

  synchronized void change(int by) {
    change += by;
    changeSinceMark += by;
    changedSinceMark = true;
  }

  /**
   * Takes so many places, or none, on the assumption that every replica takes as many as this one.
   *
   * @param replicas how many there are, as far as is known
   */
  synchronized boolean tryEnter(int count, int limit, int replicas) {
    long byOthers = Math.max(0, change) * Math.max(0, replicas - 1);
    if (queued() + byOthers + count > limit) {
      return false;
    }
    change(count);
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
