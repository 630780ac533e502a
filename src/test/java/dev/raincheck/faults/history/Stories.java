package dev.raincheck.faults.history;

import static dev.raincheck.faults.history.Story.request;
import static dev.raincheck.faults.history.Story.sight;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;

/** Where tests of the rules begin, and what they say of what they have made of it. */
final class Stories {
  static final Question.Submit A = request("A");

  private Stories() {}

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
