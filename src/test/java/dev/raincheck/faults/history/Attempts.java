package dev.raincheck.faults.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How attempts are numbered and counted. */
final class Attempts {

  private Attempts() {}

  static Stream<String> once(Dossier call, Facts facts) {
    return call.begins.stream()
        .collect(Collectors.groupingBy(Execution.Begin::attempt, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .filter(same -> same.size() > 1)
        .map(same -> same.stream().map(facts::text).collect(Collectors.joining("; ")));
  }

  static Stream<String> withinMaximum(Dossier call, Facts facts) {
    List<String> wrong = new ArrayList<>();
    for (Row.Outcome row : call.outcomes) {
      if (row.attempt() > row.maxAttempts()) {
        wrong.add("the row has attempt " + row.attempt() + " of " + row.maxAttempts());
      }
      call.begins.stream()
          .filter(begin -> begin.attempt() > row.maxAttempts())
          .forEach(begin -> wrong.add(facts.text(begin) + " of " + row.maxAttempts()));
      long givenBack =
          call.attempts.stream().filter(attempt -> attempt.failureStatus().isEmpty()).count();
      call.asked()
          .filter(submit -> row.maxAttempts() > submit.maxAttempts() + givenBack)
          .findFirst()
          .ifPresent(
              submit ->
                  wrong.add(
                      "the maximum grew from "
                          + submit.maxAttempts()
                          + " to "
                          + row.maxAttempts()
                          + " by "
                          + givenBack
                          + " attempts that were given back"));
    }
    call.seen.stream()
        .filter(seen -> seen.sight().attempt() > seen.sight().maxAttempts())
        .forEach(seen -> wrong.add(facts.text(seen.in()) + " showed " + seen.sight()));
    return wrong.stream();
  }

  static Stream<String> counted(Dossier call, Facts facts) {
    List<String> wrong = new ArrayList<>();
    for (Row.Outcome row : call.outcomes) {
      call.begins.stream()
          .filter(begin -> begin.attempt() > row.attempt() || begin.attempt() < 1)
          .forEach(begin -> wrong.add(facts.text(begin) + ", the row has " + row.attempt()));
      Set<Integer> missing =
          IntStream.range(1, row.attempt()).boxed().collect(Collectors.toCollection(HashSet::new));
      call.attempts.forEach(attempt -> missing.remove(attempt.number()));
      if (!missing.isEmpty()) {
        wrong.add("attempts " + missing + " before the last, " + row.attempt() + ", have no row");
      }
      call.attempts.stream()
          .filter(attempt -> attempt.number() > row.attempt())
          .forEach(attempt -> wrong.add(attempt + " is after the last, " + row.attempt()));
    }
    return wrong.stream();
  }
}
