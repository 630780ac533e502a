package dev.raincheck.faults.history;

import static dev.raincheck.faults.history.Stories.A;
import static dev.raincheck.faults.history.Stories.breaks;
import static dev.raincheck.faults.history.Stories.holds;
import static dev.raincheck.faults.history.Stories.request;
import static dev.raincheck.faults.history.Stories.succeeded;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Requests and keys. */
class SubmitsTest {
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
}
