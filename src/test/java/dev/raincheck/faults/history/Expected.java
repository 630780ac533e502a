package dev.raincheck.faults.history;

import java.util.stream.Stream;

/** What a replica may answer to what the load asks, whatever is broken. */
final class Expected {
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int UNPROCESSABLE = 422;
  private static final int UNAVAILABLE = 503;

  private Expected() {}

  static Stream<Rule.Found> answers(Facts facts) {
    return facts.exchanges().stream()
        .filter(
            one ->
                one.reply() instanceof Reply.Answer answer && !isExpected(one.question(), answer))
        .map(one -> new Rule.Found(one.target(), facts.text(one) + " was answered: " + one));
  }

  private static boolean isExpected(Question question, Reply.Answer answer) {
    if (answer.telling().isPresent()) {
      return true;
    } else if (answer.status() == UNAVAILABLE) {
      return answer.saysWhen();
    } else if (question instanceof Question.Submit submit) {
      // A key that belongs to another request; Submits looks whether it does.
      return answer.status() == ACCEPTED
          || answer.status() == UNPROCESSABLE && submit.key().isPresent();
    } else if (question instanceof Question.Result) {
      return answer.status() == ACCEPTED;
    }
    return answer.status() == OK;
  }
}
