package dev.raincheck.faults.history;

import static dev.raincheck.faults.history.Stories.A;
import static dev.raincheck.faults.history.Stories.accepted;
import static dev.raincheck.faults.history.Stories.breaks;
import static dev.raincheck.faults.history.Stories.cancelled;
import static dev.raincheck.faults.history.Stories.holds;
import static dev.raincheck.faults.history.Stories.request;
import static dev.raincheck.faults.history.Stories.sight;
import static dev.raincheck.faults.history.Stories.succeeded;
import static dev.raincheck.faults.history.Story.MAX_ATTEMPTS;

import org.junit.jupiter.api.Test;

/** What may happen is accepted, and what no client should meet is not. */
class CheckerTest {
  @Test
  void whatMayHappenIsAccepted() {
    holds(new Story());
    holds(succeeded());
    holds(
        succeeded()
            .shown(sight("a", State.RUNNING, 1), 26, 29)
            .shown(sight("a", State.QUEUED, 1), 31, 38)
            .shown(sight("a", State.SUCCEEDED, 2), 60, 70)
            .told("a", 2, 60, 65)
            .told("a", 2, 80, 90));
    holds(cancelled());
    holds(accepted().firstAttempts("a", 4).began("a", 5, 30).failed("a", 5, MAX_ATTEMPTS));
    holds(accepted().began("a", 1, 30).ended("a", State.FAILED, 1, 404));
  }

  @Test
  void answersThatOverlapMayShowAnyOrder() {
    holds(
        succeeded()
            .shown(sight("a", State.SUCCEEDED, 2), 45, 60)
            .shown(sight("a", State.RUNNING, 2), 45, 70));
  }

  @Test
  void aSubmitWithoutAnAnswerMayHaveMadeItsCall() {
    holds(new Story().cut(A, 10, 20));
    holds(
        new Story()
            .cut(A, 10, 20)
            .stored("a", A)
            .began("a", 1, 25)
            .ended("a", 1, 30, Execution.Ending.OK)
            .succeeded("a", 1));
    holds(new Story().refused(A, 503, 10, 20));
  }

  @Test
  void everyRequestIsAnswered() {
    Question status = new Question.Status("a");
    Story hung = succeeded().unanswered(status, 100, 30_000);
    breaks(Rule.EVERY_REQUEST_IS_ANSWERED, hung);
    // Nobody was there to answer.
    holds(hung.paused(20_000, 20_001));
  }

  @Test
  void everyAnswerIsOneOfTheContract() {
    Rule rule = Rule.EVERY_ANSWER_IS_ONE_OF_THE_CONTRACT;
    breaks(rule, succeeded().refused(request("B"), 500, 10, 20));
    breaks(rule, succeeded().refused(request("B"), 422, 10, 20));
    breaks(rule, succeeded().shown(503, sight("a", State.QUEUED, 0), 10, 20));
  }
}
