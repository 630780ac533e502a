package dev.raincheck.faults.history;

import static dev.raincheck.faults.history.Story.MAX_ATTEMPTS;
import static dev.raincheck.faults.history.Story.request;
import static dev.raincheck.faults.history.Story.sight;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule refuses what breaks it, and nothing else does. */
class CheckerTest {
  private static final Question.Submit A = request("A");

  /** A call that was accepted and asked for, without what came of it. */
  private static Story accepted() {
    return new Story().accepted(A, "a", 10, 20).stored("a", A);
  }

  /** A call whose first attempt fails and whose second succeeds. */
  private static Story succeeded() {
    return accepted()
        .began("a", 1, 25)
        .ended("a", 1, 30, Execution.Ending.FAILED)
        .attempt("a", 1)
        .began("a", 2, 40)
        .ended("a", 2, 50, Execution.Ending.OK)
        .succeeded("a", 2);
  }

  private static Story cancelled() {
    return accepted()
        .cancelled(sight("a", State.CANCELLED, 0), 30, 40)
        .ended("a", State.CANCELLED, 0, 410);
  }

  private static void holds(Story story) {
    assertEquals(List.of(), Checker.check(story.history()));
  }

  private static void breaks(Rule rule, Story story) {
    assertEquals(Set.of(rule), story.broken());
  }

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
  void acceptedCallsEndOnce() {
    Rule rule = Rule.EVERY_ACCEPTED_CALL_ENDS_ONCE;
    breaks(rule, new Story().accepted(A, "a", 10, 20));
    breaks(rule, accepted());
    breaks(rule, accepted().add(new Row.Pending("a", State.RUNNING)));
    breaks(rule, succeeded().add(new Row.Pending("a", State.QUEUED)));
    breaks(rule, succeeded().succeeded("a", 2));
  }

  @Test
  void finalStatesStay() {
    Rule rule = Rule.A_FINAL_STATE_STAYS;
    breaks(rule, succeeded().shown(sight("a", State.CANCELLED, 2), 60, 70));
    breaks(rule, succeeded().shown(sight("a", State.SUCCEEDED, 3), 60, 70));
  }

  @Test
  void nobodySeesThePast() {
    Rule rule = Rule.NOBODY_SEES_THE_PAST;
    // Ended, and then not.
    breaks(
        rule,
        succeeded()
            .shown(sight("a", State.SUCCEEDED, 2), 60, 70)
            .shown(sight("a", State.RUNNING, 2), 71, 80));
    breaks(rule, succeeded().told("a", 2, 60, 70).shown(sight("a", State.RUNNING, 2), 71, 80));
    // Fewer attempts than were begun.
    breaks(rule, succeeded().shown(sight("a", State.QUEUED, 1), 41, 42));
    // The same number again, after it was over.
    breaks(
        rule,
        succeeded()
            .shown(sight("a", State.QUEUED, 1), 31, 32)
            .shown(sight("a", State.RUNNING, 1), 33, 34));
    // A smaller maximum.
    breaks(
        rule,
        succeeded()
            .shown(new Reply.Sight("a", State.RUNNING, 1, MAX_ATTEMPTS + 1, false), 26, 27)
            .shown(sight("a", State.RUNNING, 1), 28, 29));
  }

  @Test
  void aClaimThatWasNotRunMayBeTakenBack() {
    holds(
        succeeded()
            .shown(sight("a", State.RUNNING, 1), 21, 22)
            .shown(sight("a", State.QUEUED, 0), 23, 24));
    breaks(
        Rule.NOBODY_SEES_THE_PAST,
        succeeded()
            .shown(sight("a", State.RUNNING, 2), 21, 22)
            .shown(sight("a", State.QUEUED, 0), 23, 24));
  }

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
  void oneKeyMakesOneCall() {
    Question.Submit keyed = request("A", "key");
    Question.Submit again = request("B", "key");
    Story once =
        new Story()
            .cut(keyed, 1, 5)
            .accepted(keyed, "a", 10, 20)
            .stored("a", keyed)
            .ended("a", State.FAILED, 1, 404);
    holds(once);
    holds(once.replayed(keyed, "a", 12, 20));
    breaks(Rule.ONE_KEY_ONE_CALL, once.accepted(keyed, "a", 12, 20));
    breaks(
        Rule.ONE_KEY_ONE_CALL,
        new Story()
            .accepted(keyed, "a", 10, 20)
            .stored("a", keyed)
            .ended("a", State.FAILED, 1, 404)
            .replayed(again, "b", 10, 20)
            .add(new Row.Call("b", Optional.empty(), "B", OptionalLong.empty()))
            .ended("b", State.FAILED, 1, 404));
    breaks(
        Rule.ONE_KEY_ONE_CALL,
        new Story()
            .accepted(keyed, "a", 10, 20)
            .stored("a", keyed)
            .ended("a", State.FAILED, 1, 404)
            .refused(keyed, 422, 30, 40));
  }

  @Test
  void oneRequestMakesOneCall() {
    breaks(
        Rule.ONE_REQUEST_ONE_CALL,
        succeeded().stored("b", A).began("b", 1, 25).ended("b", State.FAILED, 1, 404));
  }

  @Test
  void onlyWhatWasAskedRuns() {
    Rule rule = Rule.ONLY_WHAT_WAS_ASKED_RUNS;
    breaks(rule, succeeded().began("b", 1, 30));
    breaks(rule, succeeded().stored("b", request("never asked")).ended("b", State.FAILED, 1, 404));
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

  @Test
  void cancelsAreKept() {
    Rule rule = Rule.A_CANCEL_IS_KEPT;
    Reply.Sight asked = new Reply.Sight("a", State.RUNNING, 2, MAX_ATTEMPTS, true);
    holds(succeeded().cancelled(asked, 41, 42));
    breaks(rule, succeeded().cancelled(sight("a", State.RUNNING, 2), 41, 42));
    breaks(rule, succeeded().cancelled(asked, 41, 42).shown(sight("a", State.RUNNING, 2), 43, 44));
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

  @Test
  void callsEndForAReason() {
    breaks(Rule.FAILED_FOR_A_REASON, accepted().began("a", 1, 30).ended("a", State.FAILED, 1, 500));
    breaks(Rule.CANCELLED_FOR_A_REASON, accepted().ended("a", State.CANCELLED, 0, 410));
    Story expired = accepted();
    Row.Outcome early =
        new Row.Outcome(
            "a",
            State.EXPIRED,
            1_000_000,
            OptionalLong.of(1_100_000),
            0,
            MAX_ATTEMPTS,
            504,
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty());
    breaks(Rule.EXPIRED_FOR_A_REASON, expired.add(early));
  }

  @Test
  void aWrittenHistorySaysTheSame(@TempDir Path directory) throws Exception {
    Story story =
        succeeded()
            .cut(request("B", "key"), 1, 2)
            .cut(new Question.Listing(), 1, 2)
            .cancelled(sight("a", State.SUCCEEDED, 2), 60, 70)
            .told("a", 2, 60, 70)
            .paused(1, 2)
            .add(new Row.Pending("a", State.QUEUED))
            .add(new Row.Key("key", "a"))
            .add(new ClockReading(1, 2));
    Path file = directory.resolve("history.jsonl");
    story.history().write(file);

    History read = History.read(file);

    assertEquals(story.history().all(Entry.class), read.all(Entry.class));
    assertEquals(
        Report.of(story.history(), Checker.check(story.history())),
        Report.of(read, Checker.check(read)));
  }

  @Test
  void theRecoveryOfAFaultIsTheLongestStandstillOfACall() {
    // The row says that it ended when the database's clock showed 0.
    Story story = succeeded().add(new ClockReading(Story.nanos(75), 0));
    // In the first attempt, which ends at 30; the second begins at 40.
    story.add(kill(Story.PID, 27));
    assertEquals(Map.of("KILL", Story.nanos(10)), recoveries(story));
    // In the second attempt, which ends at 50 and is recorded at 75.
    story.add(kill(Story.PID, 45));
    assertEquals(Map.of("KILL", Story.nanos(25)), recoveries(story));
    // Another process, and no execution at all.
    story.add(kill(Story.PID + 1, 45)).add(kill(Story.PID, 20));
    assertEquals(Map.of("KILL", Story.nanos(25)), recoveries(story));
  }

  @Test
  void whatWasCutOffStandsStillFromTheFaultOn() {
    Story story = accepted().began("a", 1, 25).attempt("a", 1).began("a", 2, 90);
    assertEquals(Map.of("KILL", Story.nanos(60)), recoveries(story.add(kill(Story.PID, 30))));
  }

  private static Map<String, Long> recoveries(Story story) {
    return Report.of(story.history(), List.of()).slowest();
  }

  private static Fault kill(long pid, long at) {
    return new Fault(
        Fault.Kind.KILL, "r1", OptionalLong.of(pid), Story.nanos(at), Story.nanos(at + 1));
  }
}
