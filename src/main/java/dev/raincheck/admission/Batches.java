package dev.raincheck.admission;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.AcceptedBatch;
import dev.raincheck.core.BatchStore;
import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallEvents;
import dev.raincheck.core.CurrentCaller.Viewer;
import dev.raincheck.core.NewBatch;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/**
 * Takes batches in. When its answer is there, all calls of the batch are on disk, and wait in the
 * queue like any other; or none is.
 */
@ApplicationScoped
public class Batches {
  private final BatchStore store;
  private final BatchPlaces places;
  private final AdmissionRules rules;
  private final BatchControl control;
  private final CallEvents events;

  Batches(
      BatchStore store,
      BatchPlaces places,
      AdmissionRules rules,
      BatchControl control,
      CallEvents events) {
    this.store = store;
    this.places = places;
    this.rules = rules;
    this.control = control;
    this.events = events;
  }

  /**
   * Stores a batch.
   *
   * @return fails with {@link ProblemException}: 400 or 422 for what is out of bounds, 422 for a
   *     key that belongs to another request or a callback that is not allowed, 429 where more calls
   *     of the caller would wait than may, 503 while nothing can be stored or a queue is too full;
   *     and with {@link dev.raincheck.core.StoreException} if the database fails
   */
  public Uni<AdmittedBatch> submit(BatchSubmission submission) {
    return Uni.createFrom()
        .deferred(
            () -> {
              rules.check(submission);
              return rules.checkCallback(submission.common()).chain(() -> admit(submission));
            })
        .flatMap(accepted -> admitted(accepted, submission.common().caller()));
  }

  private Uni<AcceptedBatch> admit(BatchSubmission submission) {
    Map<String, Integer> wanted = BatchPlaces.wanted(submission);
    places.enter(wanted, submission.common().caller());
    return store(rules.batch(submission), wanted);
  }

  /** Not to be cancelled by a caller that hangs up: places must be used or given back. */
  private Uni<AcceptedBatch> store(NewBatch batch, Map<String, Integer> entered) {
    return Uni.createFrom()
        .emitter(
            emitter ->
                store
                    .accept(batch)
                    .subscribe()
                    .with(
                        accepted -> {
                          if (accepted instanceof AcceptedBatch.Stored) {
                            stored(batch);
                          } else {
                            places.leave(entered, batch.caller());
                          }
                          emitter.complete(accepted);
                        },
                        failure -> {
                          places.leave(entered, batch.caller());
                          emitter.fail(failure);
                        }));
  }

  private void stored(NewBatch batch) {
    control.expectEnds();
    batch
        .calls()
        .forEach(call -> events.on(new CallEvent.Stored(call.procedure(), false, call.delay())));
  }

  private Uni<AdmittedBatch> admitted(AcceptedBatch accepted, String caller) {
    if (accepted instanceof AcceptedBatch.Stored stored) {
      return Uni.createFrom().item(new AdmittedBatch.Fresh(stored.row()));
    } else if (accepted instanceof AcceptedBatch.Replayed earlier) {
      return control.find(earlier.id(), new Viewer(caller, false)).map(AdmittedBatch.Earlier::new);
    }
    throw new ProblemException(
        Problem.of(
            ProblemType.KEY_REUSED, "Another batch was submitted with the same Idempotency-Key."));
  }
}
