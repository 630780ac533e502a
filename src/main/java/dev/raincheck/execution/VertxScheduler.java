package dev.raincheck.execution;

import dev.raincheck.core.Scheduler;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Schedules on an event loop of its own; every task of it starts there, one at a time. Nothing
 * starts any more once the service has drained.
 */
@ApplicationScoped
class VertxScheduler implements Scheduler {
  private static final Logger LOG = Logger.getLogger(VertxScheduler.class);

  /** After running attempts were drained, which needs timers. */
  private static final int AFTER_THE_DRAIN = 200;

  private final Vertx vertx;
  private final Context context;
  private volatile boolean closed;

  VertxScheduler(Vertx vertx) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
  }

  void close(@Observes @Priority(AFTER_THE_DRAIN) ShutdownEvent event) {
    closed = true;
  }

  @Override
  public Task after(Duration delay, Runnable task) {
    AtomicBoolean over = new AtomicBoolean();
    long timer =
        vertx.setTimer(
            Math.max(1, delay.toMillis()),
            ignored -> {
              if (!closed && over.compareAndSet(false, true)) {
                context.runOnContext(alsoIgnored -> task.run());
              }
            });
    return () -> {
      if (over.compareAndSet(false, true)) {
        vertx.cancelTimer(timer);
      }
    };
  }

  @Override
  public Task every(String name, Duration interval, Supplier<Uni<Void>> task) {
    AtomicBoolean over = new AtomicBoolean();
    repeat(name, interval, task, over);
    return () -> over.set(true);
  }

  private void repeat(
      String name, Duration interval, Supplier<Uni<Void>> task, AtomicBoolean over) {
    after(
        interval,
        () -> {
          if (over.get()) {
            return;
          }
          Uni.createFrom()
              .deferred(() -> task.get())
              .subscribe()
              .with(
                  done -> repeat(name, interval, task, over),
                  failure -> {
                    LOG.warnf("%s failed and is tried again: %s", name, failure.getMessage());
                    LOG.debug(name, failure);
                    repeat(name, interval, task, over);
                  });
        });
  }
}
