package dev.raincheck.ops;

import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallListener;
import dev.raincheck.core.Outcome;
import dev.raincheck.core.Policies;
import dev.raincheck.core.QueueView;
import dev.raincheck.core.StoreMeter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Locale;

/** Counts and measures calls with Micrometer, under names that begin with {@code raincheck}. */
@ApplicationScoped
class Metrics implements CallListener, StoreMeter {
  private static final String PROCEDURE = "procedure";

  private final MeterRegistry registry;
  private final QueueView queue;
  private final Policies policies;

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
      registry.counter("raincheck.calls.stored", PROCEDURE, procedure, "as", how).increment();
    } else if (event instanceof CallEvent.Refused) {
      registry.counter("raincheck.calls.refused", PROCEDURE, procedure).increment();
    } else if (event instanceof CallEvent.Started started && started.attempt() == 1) {
      record(
          "raincheck.queue.time",
          "From being stored to the first attempt",
          procedure,
          started.waited());
    } else if (event instanceof CallEvent.AttemptOver over) {
      registry
          .counter("raincheck.attempts", PROCEDURE, procedure, "outcome", name(over.outcome()))
          .increment();
      record("raincheck.run.time", "Inside the procedure", procedure, over.ran());
    } else if (event instanceof CallEvent.EndRecorded ended) {
      registry
          .counter("raincheck.calls.ended", PROCEDURE, procedure, "state", ended.state().name())
          .increment();
    }
  }

  private void record(String name, String description, String procedure, Duration duration) {
    Timer.builder(name)
        .description(description)
        .tag(PROCEDURE, procedure)
        .publishPercentileHistogram()
        .register(registry)
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
