package dev.raincheck.admission;

import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallListener;
import dev.raincheck.core.CallStore;
import dev.raincheck.core.QueueSample;
import dev.raincheck.core.Scheduler;
import dev.raincheck.core.Ticker;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many calls of each caller wait: the latest count of the database, and what this replica took
 * in and started since. What other replicas do, and what ends while it waits, is seen by the next
 * count. Where there is no such quota nothing is counted. Counting takes at most a twentieth of the
 * time. Thread-safe.
 */
@ApplicationScoped
class CallerQueues implements CallListener {
  private static final int AFTER_THE_STORE = 100;
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final int SHARE_OF_TIME = 20;

  /** Not all that comes and goes is heard here, so a count is always worth more than what was. */
  private static final int NEVER_ALONE = 2;

  private static final int THIS_ONE = 1;

  private final CallStore store;
  private final Scheduler scheduler;
  private final Ticker ticker;
  private final int common;
  private final Map<String, Integer> own = new HashMap<>();
  private final Map<String, Gauge> gauges = new ConcurrentHashMap<>();

  CallerQueues(CallStore store, QuotaConfig config, Scheduler scheduler, Ticker ticker) {
    this.store = store;
    this.scheduler = scheduler;
    this.ticker = ticker;
    this.common = config.queued();
    config
        .callers()
        .forEach((caller, quota) -> quota.queued().ifPresent(limit -> own.put(caller, limit)));
    if (common < 0 || own.values().stream().anyMatch(limit -> limit < 0)) {
      throw new IllegalArgumentException("raincheck.quotas: queued must not be negative");
    }
  }

  void start(@Observes @Priority(AFTER_THE_STORE) StartupEvent event) {
    if (areBounded()) {
      scheduler.after(Duration.ZERO, this::count);
    }
  }

  private boolean areBounded() {
    return common > 0 || !own.isEmpty();
  }

  private void count() {
    long startedAt = ticker.nanos();
    gauges.values().forEach(Gauge::mark);
    store
        .sampleCallers()
        .subscribe()
        .with(
            counts -> {
              counted(counts);
              scheduler.after(pauseAfter(ticker.since(startedAt)), this::count);
            },
            failure -> scheduler.after(SHORTEST_PAUSE, this::count));
  }

  private static Duration pauseAfter(Duration count) {
    Duration share = count.multipliedBy(SHARE_OF_TIME);
    return share.compareTo(SHORTEST_PAUSE) > 0 ? share : SHORTEST_PAUSE;
  }

  private void counted(Map<String, Long> counts) {
    counts.keySet().forEach(this::gauge);
    gauges.forEach(
        (caller, gauge) ->
            gauge.counted(
                new QueueSample(caller, counts.getOrDefault(caller, 0L), 0, Duration.ZERO),
                NEVER_ALONE));
    gauges.values().removeIf(gauge -> gauge.sample().queued() == 0);
  }

  /** Takes so many places, or none, unless as many calls of the caller wait as may. */
  boolean tryEnter(String caller, int count) {
    int limit = own.getOrDefault(caller, common);
    return limit == 0 || gauge(caller).tryEnter(count, limit, THIS_ONE);
  }

  /** Takes a place however many calls of the caller wait. */
  void enter(String caller) {
    change(caller, 1);
  }

  /** Gives places back. */
  void leave(String caller, int count) {
    change(caller, -count);
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.Started started && started.fromQueue()) {
      change(started.caller(), -1);
    }
  }

  private void change(String caller, int by) {
    if (areBounded() && own.getOrDefault(caller, common) > 0) {
      gauge(caller).change(by);
    }
  }

  private Gauge gauge(String caller) {
    return gauges.computeIfAbsent(caller, Gauge::new);
  }
}
