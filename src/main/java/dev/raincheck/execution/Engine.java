package dev.raincheck.execution;

import dev.raincheck.core.Scheduler;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Starts the execution of calls when the store is there, and drains it at the end. */
@ApplicationScoped
class Engine {
  private static final Logger LOG = Logger.getLogger(Engine.class);

  /** After the database was started and migrated. */
  private static final int AFTER_THE_STORE = 100;

  /** Before the database is stopped. */
  private static final int BEFORE_THE_STORE = 100;

  private final Node node;
  private final Running running;
  private final Dispatcher dispatcher;
  private final Sweeper sweeper;
  private final AttemptTools tools;

  Engine(Node node, Running running, Dispatcher dispatcher, Sweeper sweeper, AttemptTools tools) {
    this.node = node;
    this.running = running;
    this.dispatcher = dispatcher;
    this.sweeper = sweeper;
    this.tools = tools;
  }

  void start(@Observes @Priority(AFTER_THE_STORE) StartupEvent event) {
    Scheduler scheduler = tools.scheduler();
    Duration poll = tools.config().pollInterval();
    node.begin()
        .subscribe()
        .with(
            registered -> dispatcher.look(true),
            failure -> LOG.warnf("Registering is tried again: %s", failure.getMessage()));
    scheduler.every("Renewing the lease", node.renewal(), node::renew);
    scheduler.every("Expiring calls", poll, sweeper::sweep);
    scheduler.every(
        "Polling the queue",
        poll,
        () -> {
          dispatcher.look(true);
          return Uni.createFrom().voidItem();
        });
  }

  void stop(@Observes @Priority(BEFORE_THE_STORE) ShutdownEvent event) {
    node.drain();
    ExecutionConfig config = tools.config();
    if (!waitFor(running.whenEmpty(), config.drainGrace())) {
      running.stopAll(StopCause.DRAINED);
      if (!waitFor(running.whenEmpty(), config.stopGrace().multipliedBy(2))) {
        LOG.warn("Some attempts did not stop; their calls go back to the queue all the same");
      }
    }
    waitFor(node.resign().subscribeAsCompletionStage(), config.stopGrace());
  }

  private static boolean waitFor(Future<?> end, Duration atMost) {
    try {
      end.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException notInTime) {
      return false;
    } catch (ExecutionException failed) {
      LOG.warnf("While draining: %s", failed.getCause().getMessage());
      return false;
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
