package dev.raincheck.admission;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.BatchRow;
import dev.raincheck.core.BatchStore;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.CurrentCaller;
import dev.raincheck.core.CurrentCaller.Viewer;
import dev.raincheck.core.DeliveryStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * What callers do to batches that exist for them, as {@link CallControl} has it. Every method fails
 * with {@link ProblemException}: 404 where there is no such batch, 409 where its state does not
 * allow it.
 */
@ApplicationScoped
public class BatchControl {
  private final BatchStore store;
  private final BatchCancels cancels;
  private final BatchSweeper sweeper;
  private final DeliveryStore deliveries;
  private final CurrentCaller currentCaller;

  BatchControl(
      BatchStore store,
      BatchCancels cancels,
      BatchSweeper sweeper,
      DeliveryStore deliveries,
      CurrentCaller currentCaller) {
    this.store = store;
    this.cancels = cancels;
    this.sweeper = sweeper;
    this.deliveries = deliveries;
    this.currentCaller = currentCaller;
  }

  /** The batch, in whatever state. */
  public Uni<BatchRow> find(UUID id) {
    return find(id, currentCaller.viewer());
  }

  /** The same for whom was asked before: a batch exists for those only who may see it. */
  public Uni<BatchRow> find(UUID id, Viewer viewer) {
    return store.find(id).map(row -> row.filter(viewer::sees).orElseThrow(BatchControl::notFound));
  }

  /** Its calls in their order, from a place in it on and before another. */
  public Uni<List<CallRow>> calls(UUID id, int from, int to) {
    return store.calls(id, from, to);
  }

  /** Ends all calls that wait, asks those that run to stop, leaves ended ones as they are. */
  public Uni<BatchRow> cancel(UUID id) {
    Viewer viewer = currentCaller.viewer();
    return find(id, viewer)
        .chain(() -> store.cancel(id))
        .chain(() -> cancels.cancelRest(id))
        .chain(sweeper::sweep)
        .chain(() -> find(id, viewer));
  }

  /** Has the end of a batch delivered to its callback once more. */
  public Uni<BatchRow> deliver(UUID id) {
    Viewer viewer = currentCaller.viewer();
    return find(id, viewer)
        .flatMap(
            row -> {
              if (row.endedAt().isEmpty()) {
                throw wrongState("The end of a batch can be delivered when it has ended.");
              }
              return deliveries.deliverBatchAgain(id);
            })
        .invoke(
            again -> {
              if (!again) {
                throw wrongState("The batch has no callback.");
              }
            })
        .chain(() -> find(id, viewer));
  }

  /** Forgets a batch and its calls, when all have ended. */
  public Uni<Void> delete(UUID id) {
    return find(id)
        .flatMap(
            row -> {
              if (!row.settled()) {
                throw wrongState(
                    "A batch can be deleted when all its calls have ended; cancel it first.");
              }
              return store.delete(id);
            })
        .replaceWithVoid();
  }

  /** A batch was stored here. */
  void expectEnds() {
    sweeper.expectEnds();
  }

  private static ProblemException notFound() {
    return new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no such batch."));
  }

  private static ProblemException wrongState(String detail) {
    return new ProblemException(Problem.of(ProblemType.WRONG_STATE, detail));
  }
}
