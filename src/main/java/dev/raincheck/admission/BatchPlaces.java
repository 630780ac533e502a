package dev.raincheck.admission;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallEvents;
import dev.raincheck.core.CallRunner;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Places in the queues for all calls of a batch, or for none. Thread-safe. */
@ApplicationScoped
class BatchPlaces {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final QueueDepth depth;
  private final CallRunner runner;
  private final CallEvents events;

  BatchPlaces(QueueDepth depth, CallRunner runner, CallEvents events) {
    this.depth = depth;
    this.runner = runner;
    this.events = events;
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
   * @throws ProblemException 503 if one of them has too few, or while nothing is taken in
   */
  void enter(Map<String, Integer> wanted) {
    if (runner.isDraining()) {
      throw refused(ProblemType.UNAVAILABLE, "The replica is shutting down.", SOON);
    }
    Map<String, Integer> entered = new TreeMap<>();
    for (Map.Entry<String, Integer> places : wanted.entrySet()) {
      String procedure = places.getKey();
      if (!depth.tryEnter(procedure, places.getValue())) {
        leave(entered);
        events.on(new CallEvent.Refused(procedure));
        throw refused(
            ProblemType.QUEUE_FULL,
            "With the batch, more calls would wait than procedure " + procedure + " allows.",
            depth.predictedRoom(procedure));
      }
      entered.put(procedure, places.getValue());
    }
  }

  /** Gives places back. */
  void leave(Map<String, Integer> entered) {
    entered.forEach(depth::leave);
  }

  private static ProblemException refused(ProblemType kind, String detail, Duration retryAfter) {
    return new ProblemException(Problem.of(kind, detail), retryAfter, null);
  }
}
