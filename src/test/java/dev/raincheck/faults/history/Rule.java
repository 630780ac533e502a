package dev.raincheck.faults.history;

import java.util.stream.Stream;

/** The promises, each with what checks it. */
public enum Rule {
  /** Whatever was accepted has exactly one outcome and does not wait any more. */
  EVERY_ACCEPTED_CALL_ENDS_ONCE(each(Endings::once)),
  /** All who saw a final state saw the same one, and it is that of the row. */
  A_FINAL_STATE_STAYS(each(Endings::stays)),
  /** Who asks after somebody was answered is not told what was before. */
  NOBODY_SEES_THE_PAST(each(RealTime::order)),
  /** Whoever was told a result was told the same one, and it is that of the row. */
  ALL_ARE_TOLD_THE_SAME(each(Results::told)),
  /** A recorded result is what exactly one execution produced, in the attempt that it names. */
  A_RESULT_COMES_FROM_ONE_EXECUTION(each(Results::produced)),
  /** No attempt number runs twice. */
  AN_ATTEMPT_RUNS_ONCE(each(Attempts::once)),
  /** Attempts never exceed the maximum, which grows only by what was given back. */
  ATTEMPTS_STAY_WITHIN_THE_MAXIMUM(each(Attempts::withinMaximum)),
  /** What ran was counted, and every attempt but the last one has its row. */
  EVERY_ATTEMPT_IS_COUNTED(each(Attempts::counted)),
  /** All who use an idempotency key get the same call, and only one of them a new one. */
  ONE_KEY_ONE_CALL(Submits::oneKey),
  /** A request makes one call at most, and the one that its answer names. */
  ONE_REQUEST_ONE_CALL(Submits::oneRequest),
  /** Nothing exists or runs that nobody asked for. */
  ONLY_WHAT_WAS_ASKED_RUNS(Submits::asked),
  /** No execution begins after the caller's budget is spent. */
  NOTHING_BEGINS_AFTER_THE_BUDGET(each(Beginnings::budget)),
  /** No execution begins after somebody saw that the call is cancelled. */
  NOTHING_BEGINS_AFTER_THE_CANCEL(each(Beginnings::cancel)),
  /** No execution begins after somebody saw that the call has ended in another way. */
  NOTHING_BEGINS_AFTER_THE_END(each(Beginnings::end)),
  /** A confirmed cancel is not forgotten. */
  A_CANCEL_IS_KEPT(each(Cancels::kept)),
  /** A replica whose process runs does not leave its clients without an answer. */
  EVERY_REQUEST_IS_ANSWERED(Hangs::unanswered),
  /** No known call is unknown to a replica, and who is refused is told when to try again. */
  EVERY_ANSWER_IS_ONE_OF_THE_CONTRACT(Expected::answers),
  /** A call fails because its attempts are used up or its failure is not retryable. */
  FAILED_FOR_A_REASON(each(Reasons::failed)),
  /** A call is cancelled because a client asked for it. */
  CANCELLED_FOR_A_REASON(each(Reasons::cancelled)),
  /** A call expires because its budget is over. */
  EXPIRED_FOR_A_REASON(each(Reasons::expired));

  /** Looks at everything. */
  interface Check {
    Stream<Found> check(Facts facts);
  }

  /** Looks at one call. */
  interface CallCheck {
    Stream<String> check(Dossier call, Facts facts);
  }

  /** What is wrong with what. */
  record Found(String subject, String evidence) {}

  private final Check check;

  Rule(Check check) {
    this.check = check;
  }

  private static Check each(CallCheck check) {
    return facts ->
        facts.calls().stream()
            .flatMap(
                call -> check.check(call, facts).map(evidence -> new Found(call.id, evidence)));
  }

  Stream<Violation> violations(Facts facts) {
    return check.check(facts).map(found -> new Violation(this, found.subject(), found.evidence()));
  }
}
