package dev.raincheck.faults.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Where tests of the rules begin, and what they say of what they have made of it. */
final class Stories {
  static final Question.Submit A = request("A");

  private Stories() {}

  static Question.Submit request(String label) {
    return new Question.Submit(
        label, Optional.empty(), "body of " + label, OptionalLong.empty(), Story.MAX_ATTEMPTS);
  }

  static Question.Submit request(String label, String key) {
    return new Question.Submit(
        label, Optional.of(key), "body of " + label, OptionalLong.empty(), Story.MAX_ATTEMPTS);
  }

  static Question.Submit request(String label, long budgetMillis) {
    return new Question.Submit(
        label,
        Optional.empty(),
        "body of " + label,
        OptionalLong.of(budgetMillis),
        Story.MAX_ATTEMPTS);
  }

  static Reply.Sight sight(String id, State state, int attempt) {
    return new Reply.Sight(id, state, attempt, Story.MAX_ATTEMPTS, false);
  }

  /** A call that was accepted and asked for, without what came of it. */
  static Story accepted() {
    return new Story().accepted(A, "a", 10, 20).stored("a", A);
  }

  /** A call whose first attempt fails and whose second succeeds. */
  static Story succeeded() {
    return accepted()
        .began("a", 1, 25)
        .ended("a", 1, 30, Execution.Ending.FAILED)
        .attempt("a", 1)
        .began("a", 2, 40)
        .ended("a", 2, 50, Execution.Ending.OK)
        .succeeded("a", 2);
  }

  static Story cancelled() {
    return accepted()
        .cancelled(sight("a", State.CANCELLED, 0), 30, 40)
        .ended("a", State.CANCELLED, 0, 410);
  }

  static void holds(Story story) {
    assertEquals(List.of(), Checker.check(story.history()));
  }

  static void breaks(Rule rule, Story story) {
    assertEquals(Set.of(rule), story.broken());
  }
}
