package dev.raincheck.faults.history;

import static dev.raincheck.faults.history.Stories.A;
import static dev.raincheck.faults.history.Stories.accepted;
import static dev.raincheck.faults.history.Stories.breaks;
import static dev.raincheck.faults.history.Stories.holds;
import static dev.raincheck.faults.history.Stories.sight;
import static dev.raincheck.faults.history.Stories.succeeded;
import static dev.raincheck.faults.history.Story.MAX_ATTEMPTS;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The states of calls. */
class EndingsTest {
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
  void cancelsAreKept() {
    Rule rule = Rule.A_CANCEL_IS_KEPT;
    Reply.Sight asked = new Reply.Sight("a", State.RUNNING, 2, MAX_ATTEMPTS, true);
    holds(succeeded().cancelled(asked, 41, 42));
    breaks(rule, succeeded().cancelled(sight("a", State.RUNNING, 2), 41, 42));
    breaks(rule, succeeded().cancelled(asked, 41, 42).shown(sight("a", State.RUNNING, 2), 43, 44));
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
}
