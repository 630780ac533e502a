package dev.raincheck.admission;

import dev.raincheck.contract.CallState;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.Accepted;
import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallEvents;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.CallRunner;
import dev.raincheck.core.CallStore;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.Fence;
import dev.raincheck.core.NewCall;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes calls in. When its answer is there, the call is on disk. If this replica has a free slot
 * and no other call waits for it, the call is stored as claimed by it and starts with the commit.
 */
@ApplicationScoped
public class Admission {
  private static final int FIRST_ATTEMPT = 1;
  private static final Duration SOON = Duration.ofSeconds(1);

  private final CallStore store;
  private final CallRunner runner;
  private final CallEvents events;
  private final Places places;
  private final AdmissionRules rules;

  Admission(
      CallStore store, CallRunner runner, Places places, AdmissionRules rules, CallEvents events) {
    this.store = store;
    this.runner = runner;
    this.events = events;
    this.places = places;
    this.rules = rules;
  }

  /**
   * Stores a call.
   *
   * @return fails with {@link ProblemException}: 400 for what is out of bounds, 422 for a key that
   *     belongs to another request or a callback that is not allowed, 429 where as many calls of
   *     the caller wait as may, 503 while nothing can be stored or the queue is full; and with
   *     {@link dev.raincheck.core.StoreException} if the database fails
   */
  public Uni<Admitted> submit(Submission submission) {
    return submission.callback().isEmpty()
        ? admit(submission)
        : Uni.createFrom()
            .deferred(
                () -> {
                  // Where it goes to is looked up, which is for nothing if the rest is refused.
                  rules.check(submission);
                  return rules.checkCallback(submission);
                })
            .chain(() -> admit(submission));
  }

  /**
   * Not to be cancelled by a caller that hangs up: once the call is on its way to the database, its
   * slot must be used or given back. In one step, for each step of a Uni costs the hottest path.
   */
  private Uni<Admitted> admit(Submission submission) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              rules.check(submission);
              NewCall call = rules.call(submission, place(submission));
              store
                  .accept(call)
                  .subscribe()
                  .with(
                      accepted -> admitted(call, accepted, emitter),
                      failure -> {
                        giveUpPlace(call);
                        emitter.fail(failure);
                      });
            });
  }

  /** The slot of a call that can start at once, or else a place in the queue. */
  private Optional<UUID> place(Submission submission) {
    if (runner.isDraining()) {
      throw new ProblemException(
          Problem.of(ProblemType.UNAVAILABLE, "The replica is shutting down."), SOON, null);
    }
    String procedure = submission.procedure();
    Optional<UUID> node = runner.node();
    if (submission.delay().isZero() && node.isPresent() && runner.tryReserve(procedure)) {
      return node;
    }
    places.enter(procedure, submission.caller(), 1);
    return Optional.empty();
  }

  private void admitted(NewCall call, Accepted accepted, UniEmitter<? super Admitted> emitter) {
    try {
      emitter.complete(admitted(call, accepted));
    } catch (RuntimeException refused) {
      emitter.fail(refused);
    }
  }

  private Admitted admitted(NewCall call, Accepted accepted) {
    if (accepted instanceof Accepted.Stored stored) {
      boolean running = stored.row().state() == CallState.RUNNING;
      if (!running && call.claimedBy().isPresent()) {
        // The lease was lost on the way: the call waits after all, and beyond the limit if need be.
        places.enterAnyway(call.procedure(), call.caller());
        runner.release(call.procedure());
      }
      events.on(new CallEvent.Stored(call.procedure(), running, call.delay()));
      if (call.callback().isPresent()) {
        events.on(new CallEvent.CallbackAsked(call.id(), call.procedure()));
      }
      if (running) {
        runner.start(claimed(call, stored.row()));
      }
      return new Admitted.Fresh(stored.row());
    }
    giveUpPlace(call);
    if (accepted instanceof Accepted.Replayed earlier) {
      return new Admitted.Earlier(earlier.id());
    }
    throw new ProblemException(
        Problem.of(
            ProblemType.KEY_REUSED,
            "Another request to this procedure was sent with the same Idempotency-Key."));
  }

  private void giveUpPlace(NewCall call) {
    if (call.claimedBy().isPresent()) {
      runner.release(call.procedure());
    } else {
      places.leave(call.procedure(), call.caller(), 1);
    }
  }

  private static ClaimedCall claimed(NewCall call, CallRow row) {
    return new ClaimedCall(
        call.id(),
        call.procedure(),
        call.caller(),
        new Fence(call.claimedBy().orElseThrow(), FIRST_ATTEMPT, row.createdAt()),
        call.maxAttempts(),
        call.input(),
        call.budget(),
        call.admittedAt(),
        Duration.ZERO,
        call.trace(),
        call.claims());
  }
}
