package dev.raincheck.execution;

import dev.raincheck.core.CallStore;
import dev.raincheck.core.ProgressReport;
import dev.raincheck.core.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Writes the progress of running attempts a few times a second, all in one statement. A report that
 * cannot be written is dropped: the next one says more.
 */
@ApplicationScoped
class ProgressWriter {
  private static final Logger LOG = Logger.getLogger(ProgressWriter.class);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final CallStore store;
  private final Scheduler scheduler;
  private final Set<Attempt> changed = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  ProgressWriter(CallStore store, Scheduler scheduler) {
    this.store = store;
    this.scheduler = scheduler;
  }

  void write(Attempt attempt) {
    changed.add(attempt);
    if (scheduled.compareAndSet(false, true)) {
      scheduler.after(PAUSE, this::flush);
    }
  }

  private void flush() {
    scheduled.set(false);
    List<ProgressReport> reports = new ArrayList<>();
    for (Attempt attempt : changed) {
      changed.remove(attempt);
      attempt
          .takeProgress()
          .ifPresent(newest -> reports.add(new ProgressReport(attempt.call(), newest)));
    }
    if (!reports.isEmpty()) {
      store
          .report(reports)
          .subscribe()
          .with(
              written -> {},
              failure -> LOG.debugf("Progress is not written: %s", failure.getMessage()));
    }
  }
}
