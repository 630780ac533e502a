package dev.raincheck.execution;

import dev.raincheck.contract.Call;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.Outcome;
import dev.raincheck.core.Scheduler;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a procedure for a call: invoked, watched, and settled exactly once, with what the
 * procedure came to or with the reason why it was stopped. Thread-safe: the procedure, the timer
 * and whoever stops it may meet in it.
 */
final class Attempt {

  /** Hears of the end. */
  interface Owner {

    /** Called once, when the outcome is certain; what the procedure still does is lost. */
    void settled(Attempt attempt, Outcome outcome, Duration ran);

    /** Called when there is new progress to write. */
    void progressed(Attempt attempt);
  }

  private final ClaimedCall call;
  private final ProcedureDefinition procedure;
  private final Duration timeout;
  private final AttemptTools tools;
  private final Owner owner;
  private volatile long startedAt;

  private final AtomicReference<@Nullable StopCause> stopped = new AtomicReference<>();
  private final AtomicBoolean settled = new AtomicBoolean();
  private final AtomicReference<Call.@Nullable Progress> progress = new AtomicReference<>();
  private final InterruptibleThread thread = new InterruptibleThread();
  private volatile boolean reported;
  private volatile @Nullable Cancellable subscription;
  private volatile Scheduler.@Nullable Task timer;

  Attempt(
      ClaimedCall call,
      ProcedureDefinition procedure,
      Duration timeout,
      AttemptTools tools,
      Owner owner) {
    this.call = call;
    this.procedure = procedure;
    this.timeout = timeout;
    this.tools = tools;
    this.owner = owner;
    this.startedAt = tools.ticker().nanos();
  }

  ClaimedCall call() {
    return call;
  }

  ProcedureDefinition procedure() {
    return procedure;
  }

  /** How long ago its call was claimed. */
  Duration waited() {
    return tools.ticker().since(call.budgetFrom());
  }

  InterruptibleThread thread() {
    return thread;
  }

  /** Starts it, and returns at once; does nothing if it was stopped before. */
  void start() {
    if (settled.get()) {
      return;
    }
    startedAt = tools.ticker().nanos();
    if (remainingBudget().filter(Duration::isZero).isPresent()) {
      // By this replica's reckoning, which is on the safe side; the database decides.
      giveBack();
      return;
    }
    Duration budget = call.budget().orElse(timeout);
    boolean budgetEndsFirst = call.budget().isPresent() && budget.compareTo(timeout) <= 0;
    StopCause cause = budgetEndsFirst ? StopCause.EXPIRED : StopCause.TIMED_OUT;
    timer = tools.scheduler().after(budgetEndsFirst ? budget : timeout, () -> stop(cause));
    subscription =
        tools
            .invocation()
            .answer(this)
            .subscribe()
            .with(
                answer -> came(() -> tools.results().classify(procedure, answer, this)),
                failure -> came(() -> tools.failures().classify(failure, this)));
    if (isStopped()) {
      halt();
    }
  }

  /** Ends it before it has begun; none is spent. */
  void giveBack() {
    settle(new Outcome.NotRun(Duration.ZERO));
  }

  /** Asks it to stop; the first cause counts. Settled once it has stopped, or after the grace. */
  void stop(StopCause cause) {
    if (settled.get() || !stopped.compareAndSet(null, cause)) {
      return;
    }
    halt();
  }

  private void halt() {
    Cancellable running = subscription;
    if (running != null) {
      running.cancel();
    }
    if (thread.interrupt()) {
      thread.whenLeft(this::settleStopped);
      tools.scheduler().after(tools.stopGrace(), this::settleStopped);
    } else {
      settleStopped();
    }
  }

  boolean isStopped() {
    return stopped.get() != null;
  }

  /**
   * What is surely left of the caller's budget, by this replica's own measure since the claim was
   * sent. The timer is set from when it was answered, so that no call expires before its time.
   */
  Optional<Duration> remainingBudget() {
    return call.budget()
        .map(budget -> budget.minus(tools.ticker().since(call.budgetFrom())))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  void report(Call.Progress newest) {
    reported = true;
    progress.set(newest);
    if (!settled.get()) {
      owner.progressed(this);
    }
  }

  /** Whether it has ever reported progress. */
  boolean hasReported() {
    return reported;
  }

  /** The newest progress; empty if it was taken before. */
  Optional<Call.Progress> takeProgress() {
    return Optional.ofNullable(progress.getAndSet(null));
  }

  /** What was taken could not be written: it is the newest again, unless there is a newer one. */
  void putBack(Call.Progress unwritten) {
    progress.compareAndSet(null, unwritten);
  }

  private void came(Supplier<Outcome> outcome) {
    if (isStopped()) {
      settleStopped();
    } else {
      settle(classified(outcome));
    }
  }

  /** Whatever classifying runs into, the attempt has to end. */
  private Outcome classified(Supplier<Outcome> outcome) {
    try {
      return outcome.get();
    } catch (RuntimeException | Error failure) {
      return tools.failures().unclassified(failure, this);
    }
  }

  private void settleStopped() {
    StopCause cause = stopped.get();
    if (cause != null) {
      settle(tools.failures().stopped(cause, this));
    }
  }

  private void settle(Outcome outcome) {
    if (settled.compareAndSet(false, true)) {
      Scheduler.Task pending = timer;
      if (pending != null) {
        pending.cancel();
      }
      owner.settled(this, outcome, tools.ticker().since(startedAt));
    }
  }
}
