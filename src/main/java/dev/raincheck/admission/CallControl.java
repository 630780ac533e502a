package dev.raincheck.admission;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallEvents;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.CallStore;
import dev.raincheck.core.Cancellation;
import dev.raincheck.core.CurrentCaller;
import dev.raincheck.core.CurrentCaller.Viewer;
import dev.raincheck.core.DeliveryStore;
import dev.raincheck.core.EndedCall;
import dev.raincheck.core.Lifecycle;
import dev.raincheck.core.Policies;
import dev.raincheck.core.Transition;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What callers do to calls that exist for them: their own, or all for those who operate the
 * service. Each method asks who the caller is when it is called, not when its {@code Uni} is
 * subscribed. Every method fails with {@link ProblemException}: 404 where there is no such call,
 * 409 where its state does not allow it.
 */
@ApplicationScoped
public class CallControl {
  /** A call may be claimed or given back just when it is cancelled; more often is no accident. */
  private static final int MOST_TRIES = 5;

  private final CallStore store;
  private final Policies policies;
  private final CallEvents events;
  private final DeliveryStore deliveries;
  private final CurrentCaller currentCaller;

  CallControl(
      CallStore store,
      Policies policies,
      CallEvents events,
      DeliveryStore deliveries,
      CurrentCaller currentCaller) {
    this.store = store;
    this.deliveries = deliveries;
    this.policies = policies;
    this.events = events;
    this.currentCaller = currentCaller;
  }

  /** The call, in whatever state. */
  public Uni<CallRow> find(UUID id) {
    return find(id, currentCaller.viewer());
  }

  /** The same for whom was asked before: a call exists for those only who may see it. */
  public Uni<CallRow> find(UUID id, Viewer viewer) {
    return store.find(id).map(row -> row.filter(viewer::sees).orElseThrow(CallControl::notFound));
  }

  /** The call and its response, if it has ended and exists for who asks. */
  public Uni<Optional<EndedCall>> ended(UUID id) {
    Viewer viewer = currentCaller.viewer();
    return store.ended(id).map(ended -> ended.filter(call -> viewer.sees(call.row())));
  }

  /** Ends a waiting call, asks a running one to stop, leaves an ended one as it is. */
  public Uni<CallRow> cancel(UUID id) {
    Viewer viewer = currentCaller.viewer();
    return viewer.seesAll()
        ? cancel(id, viewer, MOST_TRIES)
        : find(id, viewer).chain(() -> cancel(id, viewer, MOST_TRIES));
  }

  private Uni<CallRow> cancel(UUID id, Viewer viewer, int tries) {
    return store
        .cancel(id)
        .invoke(cancellation -> carryOut(id, cancellation))
        .flatMap(
            cancellation ->
                find(id, viewer)
                    .flatMap(
                        row -> {
                          boolean missed =
                              cancellation instanceof Cancellation.Nothing
                                  && !row.state().isFinal();
                          return missed && tries > 1
                              ? cancel(id, viewer, tries - 1)
                              : Uni.createFrom().item(row);
                        }));
  }

  private void carryOut(UUID id, Cancellation cancellation) {
    if (cancellation instanceof Cancellation.Done done) {
      Transition ended = done.ended();
      events.on(new CallEvent.EndRecorded(id, ended.procedure(), ended.state(), true));
    } else if (cancellation instanceof Cancellation.Asked asked) {
      events.on(new CallEvent.CancelAsked(id, asked.procedure()));
    }
  }

  /** Queues a call again that ended without a result. */
  public Uni<CallRow> retry(UUID id) {
    Viewer viewer = currentCaller.viewer();
    return find(id, viewer)
        .flatMap(
            row -> {
              if (!Lifecycle.mayRetry(row.state())) {
                throw wrongState(row, "Only a failed, cancelled or expired call can be retried");
              }
              if (!policies.names().contains(row.procedure())) {
                throw wrongState(row, "Its procedure does not exist any more");
              }
              int attempts = policies.policy(row.procedure()).maxAttempts();
              return store
                  .retry(id, attempts)
                  .invoke(
                      queued -> {
                        if (queued) {
                          events.on(new CallEvent.Requeued(id, row.procedure(), Duration.ZERO));
                        }
                      });
            })
        .chain(() -> find(id, viewer));
  }

  /** Has the end of a call delivered to its callback once more. */
  public Uni<CallRow> deliver(UUID id) {
    Viewer viewer = currentCaller.viewer();
    return find(id, viewer)
        .flatMap(
            row -> {
              if (!row.state().isFinal()) {
                throw wrongState(row, "Only the end of an ended call can be delivered");
              }
              return deliveries.deliverAgain(id);
            })
        .invoke(
            again -> {
              if (!again) {
                throw new ProblemException(
                    Problem.of(ProblemType.WRONG_STATE, "The call has no callback."));
              }
            })
        .chain(() -> find(id, viewer));
  }

  /** Forgets an ended call. */
  public Uni<Void> delete(UUID id) {
    return find(id)
        .flatMap(
            row -> {
              if (!row.state().isFinal()) {
                throw wrongState(row, "Only an ended call can be deleted");
              }
              return store.delete(id);
            })
        .replaceWithVoid();
  }

  private static ProblemException notFound() {
    return new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no such call."));
  }

  private static ProblemException wrongState(CallRow row, String rule) {
    return new ProblemException(
        Problem.of(ProblemType.WRONG_STATE, rule + "; this one is " + row.state() + "."));
  }
}
