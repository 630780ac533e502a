package dev.raincheck.execution;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallEvents;
import dev.raincheck.core.CallStore;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.Ending;
import dev.raincheck.core.Lifecycle;
import dev.raincheck.core.Outcome;
import dev.raincheck.core.Policies;
import dev.raincheck.core.Requeue;
import dev.raincheck.core.StoreException;
import dev.raincheck.core.StoredResponse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Writes down what attempts came to. It goes on until the database has answered: an outcome that
 * was worked for is not given up over an outage. {@link Unrecorded} bounds how many can wait.
 */
@ApplicationScoped
class Recorder {
  private static final Logger LOG = Logger.getLogger(Recorder.class);
  private static final Duration FIRST_REPEAT = Duration.ofMillis(100);
  private static final Duration LONGEST_REPEAT = Duration.ofSeconds(5);

  private final CallStore store;
  private final Policies policies;
  private final RandomGenerator randomness;
  private final CallEvents events;
  private final ProgressWriter progress;

  Recorder(
      CallStore store,
      Policies policies,
      RandomGenerator randomness,
      CallEvents events,
      ProgressWriter progress) {
    this.store = store;
    this.policies = policies;
    this.randomness = randomness;
    this.events = events;
    this.progress = progress;
  }

  /**
   * Records the outcome of an attempt.
   *
   * @param over run when that is done, or there is nothing to record
   */
  void record(Attempt attempt, Outcome outcome, Duration ran, Runnable over) {
    ClaimedCall call = attempt.call();
    Lifecycle.Step step =
        Lifecycle.after(
            outcome,
            call.attempt(),
            call.maxAttempts(),
            policies.policy(call.procedure()),
            randomness);
    Uni<Boolean> outcomeRecorded;
    if (step instanceof Lifecycle.Step.End end) {
      outcomeRecorded = end(call, end.state(), outcome, ran);
    } else if (step instanceof Lifecycle.Step.Requeue requeue) {
      outcomeRecorded = requeue(call, requeue, ran);
    } else {
      over.run();
      return;
    }
    Uni<Boolean> recorded =
        progress
            .last(attempt)
            .map(written -> written.chain(() -> outcomeRecorded))
            .orElse(outcomeRecorded);
    recorded
        .subscribe()
        .with(
            counts -> recorded(call, counts, over),
            failure -> recordLater(call, recorded, failure, ran, over));
  }

  private static void recorded(ClaimedCall call, boolean counts, Runnable over) {
    if (!counts) {
      LOG.warnf("Attempt %d of call %s does not own it any more", call.attempt(), call.id());
    }
    over.run();
  }

  /** Again and again, from the failure on that the first try has had. */
  private void recordLater(
      ClaimedCall call,
      Uni<Boolean> recorded,
      Throwable firstFailure,
      Duration ran,
      Runnable over) {
    AtomicBoolean first = new AtomicBoolean(true);
    Uni.createFrom()
        .deferred(
            () ->
                first.getAndSet(false) ? Uni.createFrom().<Boolean>failure(firstFailure) : recorded)
        .onFailure(Recorder::isRefusal)
        .recoverWithUni(refusal -> unrecordable(call, refusal, ran))
        .onFailure()
        .invoke(
            failure ->
                LOG.warnf("Call %s cannot be recorded yet: %s", call.id(), failure.getMessage()))
        .onFailure()
        .retry()
        .withBackOff(FIRST_REPEAT, LONGEST_REPEAT)
        .indefinitely()
        .subscribe()
        .with(
            counts -> recorded(call, counts, over),
            failure -> {
              LOG.errorf(failure, "Call %s cannot be recorded", call.id());
              over.run();
            });
  }

  /** Writes progress a little later, together with what else comes until then. */
  void progressed(Attempt attempt) {
    progress.write(attempt);
  }

  private Uni<Boolean> end(ClaimedCall call, CallState state, Outcome outcome, Duration ran) {
    Ending ending = new Ending(call, state, response(outcome), failure(outcome), ran);
    return store
        .end(ending)
        .invoke(
            counts -> {
              if (counts) {
                events.on(new CallEvent.EndRecorded(call.id(), call.procedure(), state, false));
              }
            });
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof StoreException store && store.isRefusal();
  }

  /** What the database will not take however often it is sent ends its call all the same. */
  private Uni<Boolean> unrecordable(ClaimedCall call, Throwable refusal, Duration ran) {
    LOG.errorf(refusal, "What call %s came to is refused by the database", call.id());
    ProblemType problem = ProblemType.RESULT_NOT_ENCODABLE;
    StoredResponse bare = new StoredResponse(problem.status(), null, Map.of(), new byte[0]);
    return end(
        call,
        CallState.FAILED,
        new Outcome.Failed(bare, problem.title(), false, Optional.empty()),
        ran);
  }

  private Uni<Boolean> requeue(ClaimedCall call, Lifecycle.Step.Requeue step, Duration ran) {
    Requeue requeue = new Requeue(call, step.effect(), step.delay(), failure(step.outcome()), ran);
    return store
        .requeue(requeue)
        .flatMap(
            counts -> {
              if (counts) {
                events.on(new CallEvent.Requeued(call.id(), call.procedure(), step.delay()));
                return Uni.createFrom().item(true);
              }
              // Either somebody else owns it, which the next fence finds, or its end was asked for.
              return end(call, CallState.CANCELLED, new Outcome.Cancelled(), ran);
            });
  }

  private static StoredResponse response(Outcome outcome) {
    if (outcome instanceof Outcome.Succeeded succeeded) {
      return succeeded.response();
    } else if (outcome instanceof Outcome.Failed failed) {
      return failed.response();
    }
    ProblemType problem =
        outcome instanceof Outcome.Expired ? ProblemType.EXPIRED : ProblemType.CANCELLED;
    return new StoredResponse(problem.status(), null, Map.of(), new byte[0]);
  }

  private static Optional<Call.Failure> failure(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      return Optional.of(new Call.Failure(failed.response().status(), failed.title()));
    } else if (outcome instanceof Outcome.Expired) {
      return Optional.of(
          new Call.Failure(ProblemType.EXPIRED.status(), ProblemType.EXPIRED.title()));
    }
    return Optional.empty();
  }
}
