package dev.raincheck.core;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import java.util.List;

/**
 * A call as the database has it at one moment, with what its events are numbered by.
 *
 * @param row the call; its attempts are those that were remembered, and then the one that runs or
 *     has ended it, if there is one
 * @param base of its latest event
 * @param progress how many reports of progress its latest attempt has made
 * @param attemptBases of the attempts that were remembered, in their order
 */
public record CallHistory(CallRow row, int base, int progress, List<Integer> attemptBases) {

  public CallHistory {
    attemptBases = List.copyOf(attemptBases);
  }

  /** The base that holds for the event of an attempt's start, and for what led to it. */
  int baseOf(int attempt) {
    return attempt < attemptBases.size() ? attemptBases.get(attempt) : base;
  }

  /** Whether an attempt has become history without having ended the call. */
  boolean isRemembered(int attempt) {
    return attempt < attemptBases.size();
  }

  /** The number of its latest event; the store reckons in the same way. */
  public EventId latest() {
    List<Call.Attempt> attempts = row.attempts();
    boolean endedByAttempt = !attempts.isEmpty() && !isRemembered(attempts.size() - 1);
    int step =
        switch (row.state()) {
          case RUNNING -> 0;
          case QUEUED -> 1;
          case SUCCEEDED, FAILED, CANCELLED, EXPIRED -> endedByAttempt ? 1 : 2;
        };
    int number = base + 2 * row.attempt() + step;
    return new EventId(number, row.state() == CallState.RUNNING ? progress : 0);
  }
}
