package dev.raincheck.faults.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where results come from, and who was told which. */
final class Results {

  private Results() {}

  static Stream<String> told(Dossier call, Facts facts) {
    List<String> wrong = new ArrayList<>();
    for (Dossier.Told told : call.told) {
      Reply.Telling telling = told.telling();
      Reply.Telling first = call.told.get(0).telling();
      if (!telling.equals(first)) {
        wrong.add(facts.text(told.in()) + " told " + telling + ", another was told " + first);
      }
      call.outcome()
          .filter(row -> !agree(row, telling))
          .ifPresent(
              row -> wrong.add(facts.text(told.in()) + " told " + telling + ", the row: " + row));
    }
    return wrong.stream();
  }

  private static boolean agree(Row.Outcome row, Reply.Telling telling) {
    // A problem that was made when it was read has no body in the row.
    boolean sameBody = row.digest().isEmpty() || row.digest().equals(Optional.of(telling.digest()));
    return row.status() == telling.status() && row.token().equals(telling.token()) && sameBody;
  }

  static Stream<String> produced(Dossier call, Facts facts) {
    return call.outcome().stream()
        .flatMap(
            row ->
                switch (row.state()) {
                  case SUCCEEDED -> succeeded(call, row);
                  case FAILED -> failed(call, row);
                  case QUEUED, RUNNING, CANCELLED, EXPIRED -> Stream.empty();
                });
  }

  private static Stream<String> succeeded(Dossier call, Row.Outcome row) {
    List<Execution.End> origins =
        call.ends.stream()
            .filter(end -> row.token().equals(Optional.of(end.token())))
            .filter(end -> end.attempt() == row.attempt())
            .filter(end -> end.ending() == Execution.Ending.OK)
            .toList();
    return origins.size() == 1
        ? Stream.empty()
        : Stream.of(
            "the result "
                + row.token().orElse("without a token")
                + " of attempt "
                + row.attempt()
                + " comes from "
                + origins.size()
                + " of "
                + call.ends);
  }

  /** A failure that a procedure put into words must be one of its attempt; a crash has no words. */
  private static Stream<String> failed(Dossier call, Row.Outcome row) {
    boolean failed =
        call.ends.stream()
            .filter(end -> end.attempt() == row.attempt())
            .anyMatch(end -> end.ending() != Execution.Ending.OK);
    return failed || row.digest().isEmpty()
        ? Stream.empty()
        : Stream.of("the failure of attempt " + row.attempt() + " is none of " + call.ends);
  }
}
