package dev.raincheck.execution;

import dev.raincheck.core.Scheduler;
import dev.raincheck.core.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Wakes at the end of delays. A hint only: delays that end close together share a timer, and beyond
 * a bound there is none, so whoever is woken looks for itself and must not rely on it.
 */
@ApplicationScoped
class Alarms {
  private static final long TICK_MILLIS = 10;
  private static final int MOST_TIMERS = 10_000;

  private final Scheduler scheduler;
  private final Ticker ticker;
  private final Set<Long> ticks = ConcurrentHashMap.newKeySet();

  Alarms(Scheduler scheduler, Ticker ticker) {
    this.scheduler = scheduler;
    this.ticker = ticker;
  }

  void after(Duration delay, Runnable wake) {
    long tick = (ticker.nanos() / 1_000_000 + delay.toMillis()) / TICK_MILLIS;
    if (ticks.size() < MOST_TIMERS && ticks.add(tick)) {
      scheduler.after(
          delay.plusMillis(TICK_MILLIS),
          () -> {
            ticks.remove(tick);
            wake.run();
          });
    }
  }
}
