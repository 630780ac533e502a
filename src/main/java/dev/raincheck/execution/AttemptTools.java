package dev.raincheck.execution;

import dev.raincheck.core.Policies;
import dev.raincheck.core.Scheduler;
import dev.raincheck.core.Ticker;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * What every attempt works with.
 *
 * @param invocation runs the method
 * @param results makes responses of what it returns
 * @param failures makes outcomes of what it throws
 * @param scheduler for its timers
 * @param ticker measures it
 * @param config its bounds
 * @param policies the bounds of its procedure
 */
@Singleton
record AttemptTools(
    Invocation invocation,
    Results results,
    Failures failures,
    Scheduler scheduler,
    Ticker ticker,
    ExecutionConfig config,
    Policies policies) {

  /** How long an attempt may go on after it was asked to stop. */
  Duration stopGrace() {
    return config.stopGrace();
  }
}
