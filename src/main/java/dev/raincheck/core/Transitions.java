package dev.raincheck.core;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a call, told by its row and its attempts; pure functions. Nothing is stored
 * for an event: each is made again whenever it is asked for, with the same number.
 *
 * <p>Before attempt <i>n</i> begins the call is QUEUED, which is event 2<i>n</i> - 1; it RUNs,
 * which is event 2<i>n</i>; then it is QUEUED again, or has ended. To that comes the base that was
 * in force. It grows by as much as is needed for the number after the latest one where the rows go
 * back: when an attempt that never ran is taken back, and when an explicit retry leaves a final
 * state. So whatever happens, the next event has the next number, and the numbers of earlier ones
 * stay; what the rows tell no more is not told any more, and its number is not used again.
 */
public final class Transitions {

  private Transitions() {}

  /** All that is known to have happened, oldest first. The latest report of progress is in it. */
  public static List<CallChange> of(CallHistory history) {
    CallRow row = history.row();
    List<Call.Attempt> attempts = row.attempts();
    List<CallChange> changes = new ArrayList<>();
    changes.add(queued(history, 0));
    for (int i = 0; i < attempts.size(); i++) {
      EventId start = new EventId(history.baseOf(i) + 2 * attempts.get(i).number(), 0);
      CallRow running = running(row, i);
      changes.add(new CallChange(start, running));
      if (i == attempts.size() - 1 && history.progress() > 0) {
        CallRow reported = row.state() == CallState.RUNNING ? row : with(running, row.progress());
        changes.add(new CallChange(new EventId(start.state(), history.progress()), reported));
      }
      if (history.isRemembered(i)) {
        changes.add(queued(history, i + 1));
      }
    }
    if (row.state().isFinal()) {
      changes.add(new CallChange(history.latest(), row));
    }
    return List.copyOf(changes);
  }

  /** What is newer than an event. */
  public static List<CallChange> after(EventId seen, List<CallChange> changes) {
    return changes.stream().filter(change -> change.id().compareTo(seen) > 0).toList();
  }

  /** It waits, so many attempts being over. */
  private static CallChange queued(CallHistory history, int over) {
    CallRow row = history.row();
    List<Call.Attempt> attempts = row.attempts();
    int number = over == 0 ? 0 : attempts.get(over - 1).number();
    EventId id = new EventId(history.baseOf(over) + 2 * number + 1, 0);
    if (row.state() == CallState.QUEUED && over == attempts.size()) {
      return new CallChange(id, row);
    }
    List<Call.Attempt> earlier = attempts.subList(0, over);
    Instant at = over == 0 ? row.createdAt() : end(attempts.get(over - 1));
    // When it was to start is not known any more; when it did is.
    Optional<Instant> start =
        over < attempts.size() ? Optional.of(attempts.get(over).startedAt()) : Optional.of(at);
    return new CallChange(id, past(row, CallState.QUEUED, number, earlier, start, at));
  }

  private static CallRow running(CallRow row, int index) {
    List<Call.Attempt> earlier = new ArrayList<>(row.attempts().subList(0, index));
    Call.Attempt current = row.attempts().get(index);
    Instant at = current.startedAt();
    earlier.add(new Call.Attempt(current.number(), at, null, current.node(), null));
    return past(row, CallState.RUNNING, current.number(), earlier, Optional.empty(), at);
  }

  private static CallRow past(
      CallRow row,
      CallState state,
      int attempt,
      List<Call.Attempt> attempts,
      Optional<Instant> queueAt,
      Instant at) {
    Duration ran = Duration.ZERO;
    Call.@Nullable Failure failure = null;
    for (Call.Attempt each : attempts) {
      ran = ran.plus(Duration.between(each.startedAt(), end(each)));
      failure = each.failure() == null ? failure : each.failure();
    }
    return new CallRow(
        row.id(),
        row.procedure(),
        row.caller(),
        state,
        row.createdAt(),
        row.notBefore(),
        row.expiresAt(),
        attempts.stream().findFirst().map(Call.Attempt::startedAt),
        Optional.empty(),
        queueAt,
        attempt,
        Math.max(row.maxAttempts(), attempt),
        false,
        Optional.empty(),
        Optional.ofNullable(failure),
        attempts,
        ran.isNegative() ? Duration.ZERO : ran,
        List.of(),
        at);
  }

  /** The same, with progress. */
  private static CallRow with(CallRow row, Optional<Call.Progress> progress) {
    return new CallRow(
        row.id(),
        row.procedure(),
        row.caller(),
        row.state(),
        row.createdAt(),
        row.notBefore(),
        row.expiresAt(),
        row.startedAt(),
        row.endedAt(),
        row.queueAt(),
        row.attempt(),
        row.maxAttempts(),
        row.cancelRequested(),
        progress,
        row.failure(),
        row.attempts(),
        row.ran(),
        row.deliveries(),
        row.readAt());
  }

  /** Of one that has not ended, its start. */
  private static Instant end(Call.Attempt attempt) {
    return Optional.ofNullable(attempt.endedAt()).orElse(attempt.startedAt());
  }
}
