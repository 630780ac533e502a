package dev.raincheck.admission;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.CallRunner;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Places in the queues for all calls of a batch, or for none. Thread-safe. */
@ApplicationScoped
class BatchPlaces {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Places places;
  private final CallRunner runner;

  BatchPlaces(Places places, CallRunner runner) {
    this.places = places;
    this.runner = runner;
  }

  /** How many calls of each procedure there are. */
  static Map<String, Integer> wanted(BatchSubmission batch) {
    Map<String, Integer> counts = new TreeMap<>();
    batch.calls().forEach(call -> counts.merge(call.procedure(), 1, Integer::sum));
    return counts;
  }

  /**
   * Takes so many places in the queue of each procedure.
   *
   * @throws ProblemException 429 or 503 if there are too few, or while nothing is taken in
   */
  void enter(Map<String, Integer> wanted, String caller) {
    if (runner.isDraining()) {
      throw new ProblemException(
          Problem.of(ProblemType.UNAVAILABLE, "The replica is shutting down."), SOON, null);
    }
    Map<String, Integer> entered = new TreeMap<>();
    try {
      wanted.forEach(
          (procedure, count) -> {
            places.enter(procedure, caller, count);
            entered.put(procedure, count);
          });
    } catch (ProblemException refused) {
      leave(entered, caller);
      throw refused;
    }
  }

  /** Gives places back. */
  void leave(Map<String, Integer> entered, String caller) {
    entered.forEach((procedure, count) -> places.leave(procedure, caller, count));
  }
}
