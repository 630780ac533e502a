package dev.raincheck.execution;

import dev.raincheck.contract.Call;
import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallEvents;
import dev.raincheck.core.CallStore;
import dev.raincheck.core.ProgressReport;
import dev.raincheck.core.Scheduler;
import dev.raincheck.core.StoreException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes the progress of running attempts a few times a second, all in one statement, and one
 * statement after the other. A report that cannot be written is dropped, for the next one says
 * more; only the last of an attempt is written before its outcome.
 */
@ApplicationScoped
class ProgressWriter {
  private static final Logger LOG = Logger.getLogger(ProgressWriter.class);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final CallStore store;
  private final Scheduler scheduler;
  private final CallEvents events;
  private final Set<Attempt> changed = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private @Nullable CompletableFuture<Void> underWay;

  ProgressWriter(CallStore store, Scheduler scheduler, CallEvents events) {
    this.store = store;
    this.scheduler = scheduler;
    this.events = events;
  }

  /** A report and who made it. */
  private record Taken(Attempt attempt, Call.Progress newest) {
    private ProgressReport report() {
      return new ProgressReport(attempt.call(), newest);
    }
  }

  void write(Attempt attempt) {
    changed.add(attempt);
    schedule();
  }

  private void schedule() {
    if (!changed.isEmpty() && scheduled.compareAndSet(false, true)) {
      scheduler.after(PAUSE, this::flush);
    }
  }

  private void flush() {
    List<Taken> taken = takeAll();
    Uni<Void> written =
        taken.isEmpty()
            ? Uni.createFrom().voidItem()
            : store.report(taken.stream().map(Taken::report).toList());
    written
        .subscribe()
        .with(
            done -> {
              flushed();
              taken.forEach(each -> tell(each.attempt()));
            },
            failure -> {
              LOG.debugf("Progress is not written: %s", failure.getMessage());
              taken.forEach(each -> each.attempt().putBack(each.newest()));
              flushed();
            });
  }

  private synchronized List<Taken> takeAll() {
    underWay = new CompletableFuture<>();
    List<Taken> taken = new ArrayList<>();
    for (Attempt attempt : changed) {
      changed.remove(attempt);
      attempt.takeProgress().ifPresent(newest -> taken.add(new Taken(attempt, newest)));
    }
    return taken;
  }

  private void flushed() {
    CompletableFuture<Void> over;
    synchronized (this) {
      over = underWay;
      underWay = null;
    }
    scheduled.set(false);
    if (over != null) {
      over.complete(null);
    }
    schedule();
  }

  private void tell(Attempt attempt) {
    events.on(new CallEvent.Progressed(attempt.call().id(), attempt.call().procedure()));
  }

  /**
   * What is to be done before the outcome of an attempt is recorded, so that its last report is not
   * lost; nothing, if it never made one.
   */
  Optional<Uni<Void>> last(Attempt attempt) {
    return attempt.hasReported()
        ? Optional.of(Uni.createFrom().deferred(() -> writeLast(attempt)))
        : Optional.empty();
  }

  private Uni<Void> writeLast(Attempt attempt) {
    Optional<Call.Progress> newest = Optional.empty();
    CompletableFuture<Void> before;
    synchronized (this) {
      before = underWay;
      if (before == null) {
        newest = attempt.takeProgress();
      }
    }
    if (before != null) {
      return Uni.createFrom().completionStage(before).chain(() -> writeLast(attempt));
    }
    return newest
        .map(progress -> writeLast(new Taken(attempt, progress)))
        .orElseGet(() -> Uni.createFrom().voidItem());
  }

  private Uni<Void> writeLast(Taken taken) {
    return store
        .report(List.of(taken.report()))
        .onFailure(ProgressWriter::isRefusal)
        .recoverWithNull()
        .onFailure()
        .invoke(() -> taken.attempt().putBack(taken.newest()));
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof StoreException store && store.isRefusal();
  }
}
