package dev.raincheck.faults.history;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What clients see of a call whose life a {@link Simulation} draws. Times are in milliseconds. */
final class Onlookers {
  /** The call is so from this time on. */
  record Moment(long from, Reply.Sight sight) {}

  private final Random random;
  private final List<Entry> entries;
  private final Question.Submit request;
  private final List<Moment> life;

  /**
   * @param life of the call, in order; grows
   */
  Onlookers(Random random, List<Entry> entries, Question.Submit request, List<Moment> life) {
    this.random = random;
    this.entries = entries;
    this.request = request;
    this.life = life;
  }

  private String id() {
    return life.get(0).sight().callId();
  }

  /** The request, perhaps repeated with its key, perhaps without an answer. */
  void submit(long now) {
    boolean heard = random.nextInt(8) != 0;
    if (heard) {
      ask(request, now);
    } else {
      add(request, now, new Reply.Failure(Reply.Cause.CUT));
    }
    if (request.key().isPresent() && random.nextInt(2) == 0) {
      Reply.Answer answer = (Reply.Answer) answer(request, now);
      add(
          request,
          now,
          new Reply.Answer(202, answer.callId(), answer.sights(), answer.telling(), true, false));
    }
  }

  /** Somebody looks, before or a little after a time. */
  void look(long now) {
    long at = life.get(0).from() + random.nextInt((int) (now - life.get(0).from()) + 200);
    ask(random.nextInt(2) == 0 ? new Question.Status(id()) : new Question.Result(id()), at);
  }

  void ask(Question question, long at) {
    add(question, at, answer(question, at));
  }

  private void add(Question question, long at, Reply reply) {
    entries.add(
        new Exchange(
            question,
            "r" + random.nextInt(3),
            Story.nanos(at - random.nextInt(10)),
            Story.nanos(at + random.nextInt(10)),
            reply));
  }

  private Reply answer(Question question, long at) {
    Reply.Sight sight =
        life.stream()
            .filter(moment -> moment.from() <= at)
            .reduce((first, second) -> second)
            .orElseThrow()
            .sight();
    if (question instanceof Question.Result && sight.state().isFinal()) {
      Row.Outcome row = (Row.Outcome) entries.stream().filter(this::isOutcome).findAny().get();
      Reply.Telling telling =
          new Reply.Telling(
              row.id(), row.state(), row.status(), row.digest().orElse("problem"), row.token());
      return new Reply.Answer(
          row.status(), Optional.of(sight.callId()), List.of(), Optional.of(telling), false, false);
    }
    boolean later = question instanceof Question.Submit || question instanceof Question.Result;
    int status = later ? 202 : 200;
    return new Reply.Answer(
        status, Optional.of(sight.callId()), List.of(sight), Optional.empty(), false, false);
  }

  private boolean isOutcome(Entry entry) {
    return entry instanceof Row.Outcome row && row.id().equals(id());
  }
}
