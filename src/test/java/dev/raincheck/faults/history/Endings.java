package dev.raincheck.faults.history;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How calls end: once, and for good. */
final class Endings {

  private Endings() {}

  static Stream<String> once(Dossier call, Facts facts) {
    if (!call.isKnownToClients() && call.calls.isEmpty()) {
      // Nobody was promised anything; if it runs, another rule has a word to say.
      return Stream.empty();
    }
    List<String> wrong = new ArrayList<>();
    if (call.calls.size() != 1) {
      wrong.add(call.calls.size() + " rows say what was asked; " + firstSight(call, facts));
    }
    for (Row.Pending row : call.pending) {
      wrong.add("it is still " + row.state());
    }
    if (call.outcomes.size() != 1) {
      wrong.add(call.outcomes.size() + " outcomes were recorded; " + firstSight(call, facts));
    }
    return wrong.stream();
  }

  private static String firstSight(Dossier call, Facts facts) {
    return Stream.concat(call.submits.stream(), call.glimpses().map(Dossier.Glimpse::in))
        .findFirst()
        .map(exchange -> "it was known from " + facts.text(exchange))
        .orElse("no client knows of it");
  }

  static Stream<String> stays(Dossier call, Facts facts) {
    List<String> wrong = new ArrayList<>();
    List<Dossier.Glimpse> ends = call.glimpses().filter(Dossier.Glimpse::isFinal).toList();
    if (ends.isEmpty()) {
      return Stream.empty();
    }
    State expected = call.outcome().map(Row.Outcome::state).orElse(ends.get(0).state());
    for (Dossier.Glimpse end : ends) {
      if (end.state() != expected) {
        wrong.add(facts.text(end.in()) + " showed " + end.state() + ", not " + expected);
      }
    }
    for (Dossier.Seen seen : call.seen) {
      Reply.Sight sight = seen.sight();
      call.outcome()
          .filter(row -> sight.state().isFinal())
          .filter(
              row -> row.attempt() != sight.attempt() || row.maxAttempts() != sight.maxAttempts())
          .ifPresent(
              row ->
                  wrong.add(
                      facts.text(seen.in())
                          + " showed the end as "
                          + sight
                          + ", the row has attempt "
                          + row.attempt()
                          + " of "
                          + row.maxAttempts()));
    }
    return wrong.stream();
  }
}
