package dev.raincheck.ops;

import dev.raincheck.core.DeliveryListener;
import dev.raincheck.core.DeliveryStore;
import dev.raincheck.core.DeliveryTry;
import dev.raincheck.core.Scheduler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Counts callbacks, and what waits to be delivered. */
@ApplicationScoped
class CallbackMetrics implements DeliveryListener {
  private static final int AFTER_THE_STORE = 100;
  private static final String TRIES = "raincheck.callbacks.tries";
  private static final String OUTCOME = "outcome";
  private static final String GIVEN_UP = "given-up";

  /** To count further would only take longer. */
  private static final int MOST_COUNTED = 100_000;

  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final MeterRegistry registry;
  private final DeliveryStore store;
  private final Scheduler scheduler;
  private volatile DeliveryStore.Sample sample = new DeliveryStore.Sample(0, Duration.ZERO);

  CallbackMetrics(MeterRegistry registry, DeliveryStore store, Scheduler scheduler) {
    this.registry = registry;
    this.store = store;
    this.scheduler = scheduler;
  }

  void start(@Observes @Priority(AFTER_THE_STORE) StartupEvent event) {
    Gauge.builder("raincheck.callbacks.pending", () -> sample.pending())
        .description("Callbacks that are not delivered yet, on all replicas")
        .register(registry);
    Gauge.builder("raincheck.callbacks.oldest", () -> sample.oldest().toMillis() / 1e3)
        .description("For how long the oldest of them is being tried")
        .baseUnit("seconds")
        .register(registry);
    scheduler.every("Counting callbacks", PAUSE, this::count);
  }

  private Uni<Void> count() {
    return store.sample(MOST_COUNTED).invoke(counted -> sample = counted).replaceWithVoid();
  }

  @Override
  public void on(DeliveryTry result) {
    registry.counter(TRIES, OUTCOME, outcome(result.verdict())).increment();
  }

  private static String outcome(DeliveryTry.Verdict verdict) {
    if (verdict instanceof DeliveryTry.Verdict.Delivered) {
      return "delivered";
    }
    return verdict instanceof DeliveryTry.Verdict.GivenUp ? GIVEN_UP : "failed";
  }

  @Override
  public void gaveUp(int count) {
    registry.counter(TRIES, OUTCOME, GIVEN_UP).increment(count);
  }
}
