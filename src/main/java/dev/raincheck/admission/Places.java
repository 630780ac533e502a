package dev.raincheck.admission;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallEvents;
import jakarta.enterprise.context.ApplicationScoped;

/** Places in the queues: of a procedure, which are for all, and of a caller. Thread-safe. */
@ApplicationScoped
class Places {
  private final QueueDepth depth;
  private final CallerQueues callers;
  private final CallEvents events;

  Places(QueueDepth depth, CallerQueues callers, CallEvents events) {
    this.depth = depth;
    this.callers = callers;
    this.events = events;
  }

  /**
   * Takes places for calls of one procedure.
   *
   * @throws ProblemException 429 if as many calls of the caller wait as may, 503 if the queue is
   *     full
   */
  void enter(String procedure, String caller, int count) {
    if (!callers.tryEnter(caller, count)) {
      throw refused(ProblemType.OVER_QUOTA, "As many calls of the caller wait as may.", procedure);
    }
    if (!depth.tryEnter(procedure, count)) {
      callers.leave(caller, count);
      events.on(new CallEvent.Refused(procedure));
      String detail =
          count == 1
              ? "As many calls wait as the procedure allows."
              : "With the batch, more calls would wait than procedure " + procedure + " allows.";
      throw refused(ProblemType.QUEUE_FULL, detail, procedure);
    }
  }

  /** Takes a place however much waits. */
  void enterAnyway(String procedure, String caller) {
    depth.enter(procedure);
    callers.enter(caller);
  }

  /** Gives places back. */
  void leave(String procedure, String caller, int count) {
    depth.leave(procedure, count);
    callers.leave(caller, count);
  }

  private ProblemException refused(ProblemType kind, String detail, String procedure) {
    return new ProblemException(Problem.of(kind, detail), depth.predictedRoom(procedure), null);
  }
}
