package dev.raincheck.faults.history;

import static dev.raincheck.faults.history.Damage.afterwards;
import static dev.raincheck.faults.history.Damage.exchange;
import static dev.raincheck.faults.history.Damage.finalSight;
import static dev.raincheck.faults.history.Damage.status;
import static dev.raincheck.faults.history.Damage.with;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Ways to break a history, each with the rule that must see it. */
enum Corruption {
  OUTCOME_LOST(
      Rule.EVERY_ACCEPTED_CALL_ENDS_ONCE, damage -> damage.remove(Row.Outcome.class, any -> true)),
  STILL_WAITING(
      Rule.EVERY_ACCEPTED_CALL_ENDS_ONCE,
      damage ->
          damage.add(Row.Call.class, any -> true, row -> new Row.Pending(row.id(), State.QUEUED))),
  FINAL_STATE_CHANGED(
      Rule.A_FINAL_STATE_STAYS,
      damage ->
          damage.replace(
              Row.Outcome.class,
              row -> damage.isShown(row.id()),
              row -> with(row, row.state() == State.FAILED ? State.EXPIRED : State.FAILED))),
  BACK_TO_THE_QUEUE(
      Rule.NOBODY_SEES_THE_PAST,
      damage ->
          damage.add(
              Exchange.class,
              one -> finalSight(one).isPresent(),
              one -> {
                Reply.Sight sight = finalSight(one).get();
                return status(one.overAt() + 1, Stories.sight(sight.callId(), State.QUEUED, 0));
              })),
  FEWER_ATTEMPTS(
      Rule.NOBODY_SEES_THE_PAST,
      damage ->
          damage.add(
              Execution.Begin.class,
              any -> true,
              begin ->
                  status(
                      begin.at() + 1,
                      Stories.sight(begin.callId(), State.RUNNING, begin.attempt() - 1)))),
  OTHER_RESULT_TOLD(
      Rule.ALL_ARE_TOLD_THE_SAME,
      damage ->
          damage.add(
              Row.Outcome.class,
              row -> row.token().isPresent(),
              row -> {
                Reply.Telling telling =
                    new Reply.Telling(row.id(), row.state(), 200, "other", row.token());
                return exchange(
                    new Question.Result(row.id()),
                    Long.MAX_VALUE,
                    new Reply.Answer(
                        200, Optional.of(row.id()), List.of(), Optional.of(telling), false, false));
              })),
  RESULT_OF_NOBODY(
      Rule.A_RESULT_COMES_FROM_ONE_EXECUTION,
      damage -> damage.remove(Execution.End.class, end -> end.ending() == Execution.Ending.OK)),
  RUN_TWICE(
      Rule.AN_ATTEMPT_RUNS_ONCE,
      damage ->
          damage.add(
              Execution.Begin.class,
              any -> true,
              begin ->
                  new Execution.Begin(
                      begin.callId(), begin.attempt(), 99, "again", begin.at() + 1))),
  ONE_ATTEMPT_TOO_MANY(
      Rule.ATTEMPTS_STAY_WITHIN_THE_MAXIMUM,
      damage ->
          damage.add(
              Row.Outcome.class,
              any -> true,
              row -> new Execution.Begin(row.id(), row.maxAttempts() + 1, 1, "too many", 1))),
  NOT_COUNTED(
      Rule.EVERY_ATTEMPT_IS_COUNTED,
      damage -> damage.remove(Row.Attempt.class, row -> damage.isBeforeTheLast(row))),
  SECOND_CALL_OF_A_KEY(
      Rule.ONE_KEY_ONE_CALL,
      damage ->
          damage.add(
              Row.Call.class,
              row -> row.key().isPresent(),
              row -> new Row.Call("second", row.key(), "other", OptionalLong.empty()))),
  SECOND_CALL_OF_A_REQUEST(
      Rule.ONE_REQUEST_ONE_CALL,
      damage ->
          damage.add(
              Row.Call.class,
              any -> true,
              row -> new Row.Call("second", Optional.empty(), row.label(), OptionalLong.empty()))),
  UNKNOWN_CALL(
      Rule.ONLY_WHAT_WAS_ASKED_RUNS,
      damage ->
          damage.add(
              Execution.Begin.class,
              any -> true,
              begin -> new Execution.Begin("unknown", 1, 1, "unknown", begin.at()))),
  LATE(
      Rule.NOTHING_BEGINS_AFTER_THE_BUDGET,
      damage ->
          damage.add(
              Row.Call.class,
              row -> row.budgetMillis().isPresent() && damage.isShown(row.id()),
              row -> new Execution.Begin(row.id(), 1, 1, "late", Long.MAX_VALUE / 2))),
  AFTER_THE_CANCEL(
      Rule.NOTHING_BEGINS_AFTER_THE_CANCEL,
      damage ->
          damage.add(
              Exchange.class,
              one -> finalSight(one).filter(sight -> sight.state() == State.CANCELLED).isPresent(),
              one -> afterwards(one))),
  AFTER_THE_END(
      Rule.NOTHING_BEGINS_AFTER_THE_END,
      damage ->
          damage.add(
              Exchange.class,
              one -> finalSight(one).filter(sight -> sight.state() != State.CANCELLED).isPresent(),
              one -> afterwards(one))),
  CANCEL_FORGOTTEN(
      Rule.A_CANCEL_IS_KEPT,
      damage ->
          damage.add(
              Row.Call.class,
              any -> true,
              row ->
                  exchange(
                      new Question.Cancel(row.id()),
                      1,
                      Story.shows(200, Stories.sight(row.id(), State.QUEUED, 0), false)))),
  HANGS(
      Rule.EVERY_REQUEST_IS_ANSWERED,
      damage ->
          damage.replace(
              Exchange.class,
              any -> true,
              one ->
                  new Exchange(
                      one.question(),
                      one.target(),
                      one.sentAt(),
                      one.overAt(),
                      new Reply.Failure(Reply.Cause.TIMEOUT)))),
  FORGOTTEN(
      Rule.EVERY_ANSWER_IS_ONE_OF_THE_CONTRACT,
      damage ->
          damage.add(
              Row.Call.class,
              any -> true,
              row ->
                  exchange(
                      new Question.Status(row.id()),
                      1,
                      new Reply.Answer(
                          404, Optional.empty(), List.of(), Optional.empty(), false, false)))),
  GIVEN_UP_EARLY(
      Rule.FAILED_FOR_A_REASON,
      damage ->
          damage.replace(
              Row.Outcome.class,
              row -> row.attempt() < row.maxAttempts(),
              row -> with(row, State.FAILED))),
  CANCELLED_BY_NOBODY(
      Rule.CANCELLED_FOR_A_REASON,
      damage ->
          damage.replace(
              Row.Outcome.class,
              row -> row.state() != State.CANCELLED && !damage.isCancelled(row.id()),
              row -> with(row, State.CANCELLED))),
  EXPIRED_WITHOUT_A_BUDGET(
      Rule.EXPIRED_FOR_A_REASON,
      damage ->
          damage.replace(
              Row.Outcome.class,
              row -> row.expiresAt().isEmpty(),
              row -> with(row, State.EXPIRED)));

  private final Rule rule;
  private final Predicate<Damage> how;

  Corruption(Rule rule, Predicate<Damage> how) {
    this.rule = rule;
    this.how = how;
  }

  Rule rule() {
    return rule;
  }

  /** Breaks it; false if there is nothing that can be broken in this way. */
  boolean apply(Damage damage) {
    return how.test(damage);
  }
}
