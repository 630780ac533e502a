package dev.raincheck.execution;

import dev.raincheck.core.Scheduler;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Starts the execution of calls when the store is there, and drains it at the end: while HTTP is
 * still served where Quarkus tells in time, which {@code quarkus.shutdown.delay-enabled} sees to,
 * and otherwise when the application stops.
 */
@ApplicationScoped
class Engine {
  private static final Logger LOG = Logger.getLogger(Engine.class);

  /** After the database was started and migrated. */
  private static final int AFTER_THE_STORE = 100;

  /** Before whoever waits is answered. */
  private static final int FIRST = 10;

  /** After whoever waits was answered, and before the database is stopped. */
  private static final int BEFORE_THE_STORE = 100;

  private final Node node;
  private final Running running;
  private final Dispatcher dispatcher;
  private final Sweeper sweeper;
  private final AttemptTools tools;
  private final AtomicBoolean drained = new AtomicBoolean();

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
    keep()
        .onTermination()
        .invoke(() -> scheduler.every("Keeping the lease", node.look(), this::keep))
        .subscribe()
        .with(
            registered -> dispatcher.look(true),
            failure -> LOG.warnf("Registering is tried again: %s", failure.getMessage()));
    scheduler.every("Expiring calls", poll, sweeper::sweep);
    scheduler.every(
        "Polling the queue",
        poll,
        () -> {
          dispatcher.giveBackLate(poll);
          dispatcher.look(true);
          return dispatcher.learnPauses();
        });
  }

  /** Without a lease nothing is claimed: there is none until it is known what is paused. */
  private Uni<Void> keep() {
    return dispatcher.prepare().chain(node::keep);
  }

  void startNothingNew(@Observes @Priority(FIRST) ShutdownDelayInitiatedEvent event) {
    node.drain();
    dispatcher.giveBackLate(Duration.ZERO);
  }

  void drain(@Observes @Priority(BEFORE_THE_STORE) ShutdownDelayInitiatedEvent event) {
    drain();
  }

  void stop(@Observes @Priority(BEFORE_THE_STORE) ShutdownEvent event) {
    drain();
  }

  private void drain() {
    if (!drained.compareAndSet(false, true)) {
      return;
    }
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
