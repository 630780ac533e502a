package dev.raincheck.faults.history;

import java.util.Arrays;
import java.util.List;

/** Holds a history against all rules. */
public final class Checker {

  private Checker() {}

  /** Every violation that can be seen; none is not a proof, but evidence. */
  public static List<Violation> check(History history) {
    Facts facts = new Facts(history);
    return Arrays.stream(Rule.values()).flatMap(rule -> rule.violations(facts)).toList();
  }
}
