package dev.raincheck.admission;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.BatchRow;
import dev.raincheck.core.BatchStore;
import dev.raincheck.core.CallRow;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * What callers do to batches that exist. Every method fails with {@link ProblemException}: 404
 * where there is no such batch, 409 where its state does not allow it.
 */
@ApplicationScoped
public class BatchControl {
  private final BatchStore store;
  private final BatchCancels cancels;
  private final BatchSweeper sweeper;

  BatchControl(BatchStore store, BatchCancels cancels, BatchSweeper sweeper) {
    this.store = store;
    this.cancels = cancels;
    this.sweeper = sweeper;
  }

  /** The batch, in whatever state. */
  public Uni<BatchRow> find(UUID id) {
    return store.find(id).map(row -> row.orElseThrow(BatchControl::notFound));
  }

  /** Its calls in their order, from a place in it on and before another. */
  public Uni<List<CallRow>> calls(UUID id, int from, int to) {
    return store.calls(id, from, to);
  }

  /** Ends all calls that wait, asks those that run to stop, leaves ended ones as they are. */
  public Uni<BatchRow> cancel(UUID id) {
    return find(id)
        .chain(() -> store.cancel(id))
        .chain(() -> cancels.cancelRest(id))
        .chain(sweeper::sweep)
        .chain(() -> find(id));
  }

  /** Forgets a batch and its calls, when all have ended. */
  public Uni<Void> delete(UUID id) {
    return find(id)
        .flatMap(
            row -> {
              if (!row.settled()) {
                throw new ProblemException(
                    Problem.of(
                        ProblemType.WRONG_STATE,
                        "A batch can be deleted when all its calls have ended; cancel it first."));
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
}
