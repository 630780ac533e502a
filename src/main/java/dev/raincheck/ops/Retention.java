package dev.raincheck.ops;

import dev.raincheck.core.BatchStore;
import dev.raincheck.core.CallStore;
import dev.raincheck.core.Scheduler;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Drops ended calls, and batches with theirs, whose retention is over, in small steps; replicas
 * share the work.
 */
@ApplicationScoped
class Retention {
  private static final Logger LOG = Logger.getLogger(Retention.class);
  private static final int AFTER_THE_STORE = 100;

  private final CallStore store;
  private final BatchStore batches;
  private final Scheduler scheduler;
  private final RetentionConfig config;

  Retention(CallStore store, BatchStore batches, Scheduler scheduler, RetentionConfig config) {
    this.store = store;
    this.batches = batches;
    this.scheduler = scheduler;
    this.config = config;
  }

  void start(@Observes @Priority(AFTER_THE_STORE) StartupEvent event) {
    scheduler.every("Dropping ended calls", config.interval(), this::purge);
    scheduler.every("Dropping batches", config.interval(), this::purgeBatches);
  }

  private Uni<Void> purge() {
    return purge(store.purge(config.batch()));
  }

  private Uni<Void> purgeBatches() {
    return purge(batches.purge(config.batch()));
  }

  private Uni<Void> purge(Uni<Integer> step) {
    return step.flatMap(
        purged -> {
          if (purged > 0) {
            LOG.debugf("%d ended calls were dropped", purged);
          }
          return purged < config.batch() ? Uni.createFrom().voidItem() : purge(step);
        });
  }
}
