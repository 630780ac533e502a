package dev.raincheck.execution;

import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallListener;
import dev.raincheck.core.Outcome;
import dev.raincheck.core.Policies;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many calls of a procedure may be claimed beyond its slots, so that short work need not wait
 * for the database between one call and the next: as many as will probably have started within a
 * moment, by the mean time of the latest attempts. None for work that takes longer than that, which
 * other replicas might have a slot for. Thread-safe.
 */
@ApplicationScoped
class Ahead implements CallListener {
  /** A claim then fills about this many rounds of the slots. */
  private static final int MOST_ROUNDS = 4;

  /** The weight of the newest attempt in the mean. */
  private static final double WEIGHT = 1 / 16.0;

  private final Policies policies;
  private final Duration moment;
  private final Map<String, Double> meanNanos = new ConcurrentHashMap<>();

  @Inject
  Ahead(Policies policies, ExecutionConfig config) {
    this(policies, config.claimAhead());
  }

  Ahead(Policies policies, Duration moment) {
    this.policies = policies;
    this.moment = moment;
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.AttemptOver over
        && !(over.outcome() instanceof Outcome.NotRun)) {
      meanNanos.merge(
          over.procedure(),
          (double) over.ran().toNanos(),
          (mean, ran) -> mean + WEIGHT * (ran - mean));
    }
  }

  /** Calls of the procedure have waited in memory for so long, so it is not that fast now. */
  void waited(String procedure, Duration duration) {
    meanNanos.merge(procedure, (double) duration.toNanos(), Math::max);
  }

  /** How many calls may wait in memory for a slot; 0 before any attempt has ended. */
  int allowance(String procedure) {
    Double mean = meanNanos.get(procedure);
    if (mean == null) {
      return 0;
    }
    double rounds = moment.toNanos() / Math.max(1, mean);
    return (int) (policies.policy(procedure).concurrency() * Math.min(MOST_ROUNDS, rounds));
  }
}
