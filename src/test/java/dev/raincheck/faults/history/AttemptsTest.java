package dev.raincheck.faults.history;

import static dev.raincheck.faults.history.Stories.accepted;
import static dev.raincheck.faults.history.Stories.breaks;
import static dev.raincheck.faults.history.Stories.cancelled;
import static dev.raincheck.faults.history.Stories.holds;
import static dev.raincheck.faults.history.Stories.request;
import static dev.raincheck.faults.history.Stories.sight;
import static dev.raincheck.faults.history.Stories.succeeded;
import static dev.raincheck.faults.history.Story.MAX_ATTEMPTS;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Executions, and the results that come from them. */
class AttemptsTest {
  @Test
  void allAreToldTheSame() {
    Rule rule = Rule.ALL_ARE_TOLD_THE_SAME;
    breaks(rule, succeeded().told("a", 1, 60, 70));
    breaks(
        rule,
        succeeded()
            .told(
                new Reply.Telling(
                    "a",
                    State.SUCCEEDED,
                    201,
                    Story.digest("a", 2),
                    Optional.of(Story.token("a", 2))),
                60,
                70));
    breaks(
        rule,
        cancelled()
            .told(new Reply.Telling("a", State.CANCELLED, 410, "x", Optional.empty()), 50, 60)
            .told(new Reply.Telling("a", State.CANCELLED, 410, "y", Optional.empty()), 50, 60));
  }

  @Test
  void resultsComeFromOneExecution() {
    Rule rule = Rule.A_RESULT_COMES_FROM_ONE_EXECUTION;
    // Nobody produced it.
    breaks(rule, accepted().began("a", 1, 25).succeeded("a", 1));
    // Produced by an attempt that failed.
    breaks(
        rule,
        accepted().began("a", 1, 25).ended("a", 1, 30, Execution.Ending.FAILED).succeeded("a", 1));
    // Produced by another attempt.
    breaks(
        rule,
        accepted()
            .attempt("a", 1)
            .began("a", 2, 25)
            .add(new Execution.End("a", 1, 1, Story.token("a", 2), 30, Execution.Ending.OK))
            .succeeded("a", 2));
  }

  @Test
  void anAttemptRunsOnce() {
    breaks(
        Rule.AN_ATTEMPT_RUNS_ONCE,
        succeeded().add(new Execution.Begin("a", 2, 99, "other", Story.nanos(45))));
  }

  @Test
  void attemptsStayWithinTheMaximum() {
    Rule rule = Rule.ATTEMPTS_STAY_WITHIN_THE_MAXIMUM;
    breaks(rule, accepted().firstAttempts("a", 5).began("a", 6, 25).failed("a", 6, 5));
    // Grown without a reason.
    breaks(rule, accepted().firstAttempts("a", 5).began("a", 6, 25).failed("a", 6, 6));
    // Grown by an attempt that was given back.
    holds(
        accepted()
            .firstAttempts("a", 4)
            .add(new Row.Attempt("a", 5, OptionalInt.empty()))
            .began("a", 6, 25)
            .failed("a", 6, 6));
  }

  @Test
  void everyAttemptIsCounted() {
    Rule rule = Rule.EVERY_ATTEMPT_IS_COUNTED;
    breaks(rule, succeeded().began("a", 3, 45));
    breaks(rule, succeeded().attempt("a", 3));
    breaks(
        rule,
        accepted().began("a", 2, 40).ended("a", 2, 50, Execution.Ending.OK).succeeded("a", 2));
  }

  @Test
  void nothingBeginsAfterTheBudget() {
    Question.Submit brief = request("A", 1_000);
    Story story =
        new Story()
            .accepted(brief, "a", 10, 20)
            .stored("a", brief)
            .ended("a", State.EXPIRED, 1, 504);
    holds(story.began("a", 1, 3_000));
    breaks(
        Rule.NOTHING_BEGINS_AFTER_THE_BUDGET,
        new Story()
            .accepted(brief, "a", 10, 20)
            .stored("a", brief)
            .ended("a", State.EXPIRED, 1, 504)
            .began("a", 1, 3_100));
  }

  @Test
  void nothingBeginsAfterTheCancel() {
    Rule rule = Rule.NOTHING_BEGINS_AFTER_THE_CANCEL;
    Story late = accepted().cancelled(sight("a", State.CANCELLED, 1), 30, 40);
    late.ended("a", State.CANCELLED, 1, 410).began("a", 1, 2_100);
    breaks(rule, late);
    // While it was asked to stop, the next attempt.
    breaks(
        rule,
        accepted()
            .began("a", 1, 25)
            .cancelled(new Reply.Sight("a", State.RUNNING, 1, MAX_ATTEMPTS, true), 30, 40)
            .attempt("a", 1)
            .began("a", 2, 2_100)
            .ended("a", State.CANCELLED, 2, 410));
  }

  @Test
  void nothingBeginsAfterTheEnd() {
    Story late =
        accepted()
            .attempt("a", 1)
            .began("a", 2, 25)
            .ended("a", 2, 30, Execution.Ending.OK)
            .succeeded("a", 2)
            .told("a", 2, 35, 40)
            .began("a", 1, 5_000);
    breaks(Rule.NOTHING_BEGINS_AFTER_THE_END, late);
    // The process stood still meanwhile.
    holds(late.paused(35, 4_000));
  }
}
