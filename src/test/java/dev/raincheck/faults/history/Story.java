package dev.raincheck.faults.history;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Writes small histories by hand. Times are in milliseconds. */
final class Story {
  static final int MAX_ATTEMPTS = 5;

  /** A process. */
  static final long PID = 77;

  private static final String REPLICA = "r1";

  private final History history = new History();

  Set<Rule> broken() {
    return Checker.check(history).stream().map(Violation::rule).collect(Collectors.toSet());
  }

  History history() {
    return history;
  }

  Story add(Entry entry) {
    history.add(entry);
    return this;
  }

  static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  static String token(String id, int attempt) {
    return "token-" + id + "-" + attempt;
  }

  static String digest(String id, int attempt) {
    return "digest-" + id + "-" + attempt;
  }

  private static Exchange exchange(Question question, long sent, long over, Reply reply) {
    return new Exchange(question, REPLICA, nanos(sent), nanos(over), reply);
  }

  static Reply.Answer shows(int status, Reply.Sight sight, boolean replayed) {
    return new Reply.Answer(
        status, Optional.of(sight.callId()), List.of(sight), Optional.empty(), replayed, false);
  }

  /** A submit that is accepted at once. */
  Story accepted(Question.Submit request, String id, long sent, long over) {
    return add(
        exchange(request, sent, over, shows(202, Stories.sight(id, State.QUEUED, 0), false)));
  }

  /** A submit with a key that was used before. */
  Story replayed(Question.Submit request, String id, long sent, long over) {
    return add(exchange(request, sent, over, shows(202, Stories.sight(id, State.QUEUED, 0), true)));
  }

  /** A submit that is answered without a call. */
  Story refused(Question.Submit request, int status, long sent, long over) {
    return add(
        exchange(
            request,
            sent,
            over,
            new Reply.Answer(status, Optional.empty(), List.of(), Optional.empty(), false, true)));
  }

  /** A request of which the client hears nothing any more. */
  Story cut(Question question, long sent, long over) {
    return add(exchange(question, sent, over, new Reply.Failure(Reply.Cause.CUT)));
  }

  /** A request whose client gives up waiting. */
  Story unanswered(Question question, long sent, long over) {
    return add(exchange(question, sent, over, new Reply.Failure(Reply.Cause.TIMEOUT)));
  }

  Story shown(Reply.Sight sight, long sent, long over) {
    return add(exchange(new Question.Status(sight.callId()), sent, over, shows(200, sight, false)));
  }

  Story shown(int status, Reply.Sight sight, long sent, long over) {
    return add(
        exchange(new Question.Status(sight.callId()), sent, over, shows(status, sight, false)));
  }

  Story cancelled(Reply.Sight sight, long sent, long over) {
    return add(exchange(new Question.Cancel(sight.callId()), sent, over, shows(200, sight, false)));
  }

  /** Somebody is told what an attempt produced. */
  Story told(String id, int attempt, long sent, long over) {
    return told(
        new Reply.Telling(
            id, State.SUCCEEDED, 200, digest(id, attempt), Optional.of(token(id, attempt))),
        sent,
        over);
  }

  Story told(Reply.Telling telling, long sent, long over) {
    Reply answer =
        new Reply.Answer(
            telling.status(),
            Optional.of(telling.callId()),
            List.of(),
            Optional.of(telling),
            false,
            false);
    return add(exchange(new Question.Result(telling.callId()), sent, over, answer));
  }

  Story began(String id, int attempt, long at) {
    return add(new Execution.Begin(id, attempt, PID, token(id, attempt), nanos(at)));
  }

  Story ended(String id, int attempt, long at, Execution.Ending ending) {
    return add(new Execution.End(id, attempt, PID, token(id, attempt), nanos(at), ending));
  }

  Story paused(long from, long to) {
    return add(new Fault(Fault.Kind.PAUSE, REPLICA, OptionalLong.of(PID), nanos(from), nanos(to)));
  }

  /** The row of a call that was asked for under the label of this request. */
  Story stored(String id, Question.Submit request) {
    request.key().ifPresent(key -> history.add(new Row.Key(key, id)));
    return add(new Row.Call(id, request.key(), request.label(), request.budgetMillis()));
  }

  /** The attempt failed and another one was made. */
  Story attempt(String id, int number) {
    return add(new Row.Attempt(id, number, OptionalInt.of(500)));
  }

  /** So many attempts failed and others were made. */
  Story firstAttempts(String id, int count) {
    for (int number = 1; number <= count; number++) {
      attempt(id, number);
    }
    return this;
  }

  Story succeeded(String id, int attempt) {
    return add(
        new Row.Outcome(
            id,
            State.SUCCEEDED,
            0,
            OptionalLong.empty(),
            attempt,
            MAX_ATTEMPTS,
            200,
            Optional.of(digest(id, attempt)),
            Optional.of(token(id, attempt)),
            OptionalInt.empty(),
            Optional.empty()));
  }

  /** Ended without an answer of the procedure. */
  Story ended(String id, State state, int attempt, int status) {
    return ended(id, state, attempt, MAX_ATTEMPTS, status);
  }

  /** The process that ran the last attempt ended. */
  Story failed(String id, int attempt, int maxAttempts) {
    return ended(id, State.FAILED, attempt, maxAttempts, 500);
  }

  private Story ended(String id, State state, int attempt, int maxAttempts, int status) {
    boolean failed = state == State.FAILED;
    return add(
        new Row.Outcome(
            id,
            state,
            1_000_000,
            state == State.EXPIRED ? OptionalLong.of(1_000_000) : OptionalLong.empty(),
            attempt,
            maxAttempts,
            status,
            Optional.empty(),
            Optional.empty(),
            failed ? OptionalInt.of(status) : OptionalInt.empty(),
            failed ? Optional.of("It failed") : Optional.empty()));
  }
}
