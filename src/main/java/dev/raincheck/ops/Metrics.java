package dev.raincheck.ops;

import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallListener;
import dev.raincheck.core.Outcome;
import dev.raincheck.core.Policies;
import dev.raincheck.core.QueueView;
import dev.raincheck.core.StoreMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts and measures calls with Micrometer, under names that begin with {@code raincheck}. */
@ApplicationScoped
class Metrics implements CallListener, StoreMeter {
  private static final String PROCEDURE = "procedure";

  private final MeterRegistry registry;
  private final QueueView queue;
  private final Policies policies;
  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  private record Key(String name, String procedure, String value) {}

  Metrics(MeterRegistry registry, QueueView queue, Policies policies) {
    this.registry = registry;
    this.queue = queue;
    this.policies = policies;
  }

  void start(@Observes StartupEvent event) {
    for (String name : policies.names()) {
      Gauge.builder("raincheck.queue.depth", () -> queue.sample(name).queued())
          .description("Calls that wait, on all replicas")
          .tag(PROCEDURE, name)
          .register(registry);
      Gauge.builder("raincheck.running", () -> queue.sample(name).running())
          .description("Attempts that run, on all replicas")
          .tag(PROCEDURE, name)
          .register(registry);
      Gauge.builder("raincheck.queue.oldest", () -> queue.sample(name).oldest().toMillis() / 1e3)
          .description("How long the oldest call that may start has been waiting")
          .baseUnit("seconds")
          .tag(PROCEDURE, name)
          .register(registry);
    }
  }

  @Override
  public void on(CallEvent event) {
    String procedure = event.procedure();
    if (event instanceof CallEvent.Stored stored) {
      String how = stored.claimed() ? "claimed" : "queued";
      count("raincheck.calls.stored", procedure, "as", how);
    } else if (event instanceof CallEvent.Refused) {
      registry.counter("raincheck.calls.refused", PROCEDURE, procedure).increment();
    } else if (event instanceof CallEvent.Started started && started.attempt() == 1) {
      record(
          "raincheck.queue.time",
          "From being stored to the first attempt",
          procedure,
          started.waited());
    } else if (event instanceof CallEvent.AttemptOver over) {
      count("raincheck.attempts", procedure, "outcome", name(over.outcome()));
      record("raincheck.run.time", "Inside the procedure", procedure, over.ran());
    } else if (event instanceof CallEvent.EndRecorded ended) {
      count("raincheck.calls.ended", procedure, "state", ended.state().name());
    }
  }

  private void count(String name, String procedure, String tag, String value) {
    // Looked up here and not in the registry, which would make a list of tags to find it by.
    counters
        .computeIfAbsent(
            new Key(name, procedure, value),
            key -> registry.counter(name, PROCEDURE, procedure, tag, value))
        .increment();
  }

  private void record(String name, String description, String procedure, Duration duration) {
    timers
        .computeIfAbsent(
            new Key(name, procedure, ""),
            key ->
                Timer.builder(name)
                    .description(description)
                    .tag(PROCEDURE, procedure)
                    .publishPercentileHistogram()
                    .register(registry))
        .record(duration);
  }

  private static String name(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      return failed.retryable() ? "failed" : "refused";
    } else if (outcome instanceof Outcome.NotRun) {
      return "not-run";
    }
    return outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  @Override
  public void flushed(String kind, int size) {
    DistributionSummary.builder("raincheck.store.flush")
        .description("Rows in a batched statement")
        .tag("kind", kind)
        .register(registry)
        .record(size);
  }
}
