package dev.raincheck.execution;

import dev.raincheck.contract.Call;
import dev.raincheck.procedure.CallContext;
import dev.raincheck.procedure.Caller;
import jakarta.enterprise.context.RequestScoped;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The call context of a request scope: that of an attempt, once it is bound to one. */
@RequestScoped
class CurrentCall implements CallContext {
  private static final int LONGEST_NOTE = 200;

  private volatile @Nullable Attempt attempt;

  void bind(Attempt running) {
    this.attempt = running;
  }

  @Override
  public boolean isActive() {
    return attempt != null;
  }

  /** Whether this method is the one that the attempt is to run. */
  boolean isAttemptOf(Method method) {
    Attempt running = attempt;
    return running != null && running.procedure().method().equals(method);
  }

  @Override
  public UUID callId() {
    return current().call().id();
  }

  @Override
  public int attempt() {
    return current().call().attempt();
  }

  @Override
  public Optional<Caller> caller() {
    return current().call().claims().flatMap(CallerText::read);
  }

  @Override
  public Optional<Duration> remainingBudget() {
    return current().remainingBudget();
  }

  @Override
  public boolean isCancelled() {
    return current().isStopped();
  }

  @Override
  public void progress(long done, long total, String note) {
    if (done < 0 || total < 0) {
      throw new IllegalArgumentException("Progress must not be negative");
    }
    String kept = note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE) : note;
    // PostgreSQL has no text with a zero character in it.
    current().report(new Call.Progress(done, total, kept.replace("\0", "")));
  }

  private Attempt current() {
    Attempt running = attempt;
    if (running == null) {
      throw new IllegalStateException("No attempt of a call is running in this scope");
    }
    return running;
  }
}
