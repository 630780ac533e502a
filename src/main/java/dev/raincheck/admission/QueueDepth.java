package dev.raincheck.admission;

import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallListener;
import dev.raincheck.core.CallStore;
import dev.raincheck.core.LeaseStore;
import dev.raincheck.core.Policies;
import dev.raincheck.core.QueueSample;
import dev.raincheck.core.QueueView;
import dev.raincheck.core.Scheduler;
import dev.raincheck.core.Ticker;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * How many calls wait: the latest count of the database, and what came and went on this replica
 * since. Between two counts other replicas' calls are not seen: until the next, each assumes that
 * the others take in as many as itself, so that all together keep the limit. Counting takes at most
 * a twentieth of the time, unless a count takes longer than half a second. Thread-safe.
 */
@ApplicationScoped
class QueueDepth implements QueueView, CallListener {
  private static final Logger LOG = Logger.getLogger(QueueDepth.class);
  private static final int AFTER_THE_STORE = 100;
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int SHARE_OF_TIME = 20;

  /** A full queue has room again when this share of it is worked off. */
  private static final double ROOM = 0.1;

  private final CallStore store;
  private final LeaseStore leases;
  private final Policies policies;
  private final Scheduler scheduler;
  private final Ticker ticker;
  private final Map<String, Gauge> gauges = new ConcurrentHashMap<>();
  private final Set<String> unknown = ConcurrentHashMap.newKeySet();
  private volatile int replicas = 1;

  QueueDepth(
      CallStore store, LeaseStore leases, Policies policies, Scheduler scheduler, Ticker ticker) {
    this.store = store;
    this.leases = leases;
    this.policies = policies;
    this.scheduler = scheduler;
    this.ticker = ticker;
    policies.names().forEach(name -> gauges.put(name, new Gauge(name)));
  }

  void start(@Observes @Priority(AFTER_THE_STORE) StartupEvent event) {
    countAfter(Duration.ZERO);
    scheduler.every(
        "Counting replicas",
        SHORTEST_PAUSE,
        () -> leases.replicas().invoke(count -> replicas = count).replaceWithVoid());
  }

  private void countAfter(Duration pause) {
    scheduler.after(pause, this::count);
  }

  private void count() {
    long startedAt = ticker.nanos();
    gauges.values().forEach(Gauge::mark);
    store
        .sample()
        .subscribe()
        .with(
            samples -> {
              counted(samples);
              countAfter(pauseAfter(ticker.since(startedAt)));
            },
            // It may have failed because there is too much to count in time.
            failure -> countAfter(pauseAfter(ticker.since(startedAt))));
  }

  private static Duration pauseAfter(Duration count) {
    long share = count.multipliedBy(SHARE_OF_TIME).toNanos();
    return Duration.ofNanos(
        Math.min(LONGEST_PAUSE.toNanos(), Math.max(SHORTEST_PAUSE.toNanos(), share)));
  }

  private void counted(List<QueueSample> samples) {
    Map<String, QueueSample> fresh = new ConcurrentHashMap<>();
    samples.forEach(sample -> fresh.put(sample.procedure(), sample));
    gauges.forEach(
        (name, gauge) ->
            gauge.counted(
                fresh.getOrDefault(name, new QueueSample(name, 0, 0, Duration.ZERO)), replicas));
    samples.stream().filter(sample -> sample.queued() > 0).forEach(this::warnIfUnknown);
  }

  /** Once for each: in a rolling upgrade it is no fault, and otherwise nobody else would tell. */
  private void warnIfUnknown(QueueSample sample) {
    String name = sample.procedure();
    if (!gauges.containsKey(name) && unknown.add(name)) {
      LOG.warnf("Calls wait for procedure \"%s\", which this version does not have", name);
    }
  }

  /** Takes so many places in the queue of a procedure, or none. */
  boolean tryEnter(String procedure, int count) {
    return gauge(procedure).tryEnter(count, policies.policy(procedure).queueLimit(), replicas);
  }

  /** Takes a place however full the queue is. */
  void enter(String procedure) {
    gauge(procedure).change(1);
  }

  /** Gives places back. */
  void leave(String procedure, int count) {
    gauge(procedure).change(-count);
  }

  @Override
  public void on(CallEvent event) {
    Gauge gauge = gauges.get(event.procedure());
    if (gauge == null) {
      return;
    }
    if (event instanceof CallEvent.Started started && started.fromQueue()) {
      gauge.change(-1);
    } else if (event instanceof CallEvent.Requeued) {
      gauge.change(1);
    } else if (event instanceof CallEvent.EndRecorded ended && ended.wasQueued()) {
      gauge.change(-1);
    } else if (event instanceof CallEvent.AttemptOver over) {
      gauge.ran(over.ran());
    }
  }

  @Override
  public QueueSample sample(String procedure) {
    return gauge(procedure).sample();
  }

  @Override
  public Duration predictedEnd(String procedure) {
    Gauge gauge = gauge(procedure);
    double rounds = 1 + gauge.sample().queued() / (double) policies.policy(procedure).concurrency();
    return atLeastASecond(gauge.meanRunSeconds() * rounds);
  }

  /** When a full queue has probably room again. */
  Duration predictedRoom(String procedure) {
    Gauge gauge = gauge(procedure);
    double rounds = gauge.sample().queued() * ROOM / policies.policy(procedure).concurrency();
    return atLeastASecond(gauge.meanRunSeconds() * rounds);
  }

  private static Duration atLeastASecond(double seconds) {
    return Duration.ofSeconds(Math.max(1, Math.round(Math.ceil(seconds))));
  }

  private Gauge gauge(String procedure) {
    Gauge gauge = gauges.get(procedure);
    if (gauge == null) {
      throw new IllegalArgumentException("There is no procedure " + procedure);
    }
    return gauge;
  }
}
