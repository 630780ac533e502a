package dev.raincheck.faults.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a confirmed cancel leads to. */
final class Cancels {
  private static final int OK = 200;

  private Cancels() {}

  static Stream<String> kept(Dossier call, Facts facts) {
    List<String> wrong = new ArrayList<>();
    for (Dossier.Seen seen : call.seen) {
      Reply.Sight sight = seen.sight();
      if (isConfirmation(seen.in()) && !isCancelled(sight)) {
        wrong.add(facts.text(seen.in()) + " was confirmed and showed " + sight);
      }
    }
    call.seen.stream()
        .filter(seen -> isConfirmation(seen.in()) || seen.sight().cancelRequested())
        .min(Comparator.comparingLong(seen -> seen.in().overAt()))
        .ifPresent(
            first ->
                call.seen.stream()
                    .filter(later -> later.in().sentAt() > first.in().overAt())
                    .filter(later -> !isCancelled(later.sight()))
                    .forEach(
                        later ->
                            wrong.add(
                                facts.text(first.in())
                                    + " showed "
                                    + first.sight()
                                    + "; "
                                    + facts.text(later.in())
                                    + " showed "
                                    + later.sight())));
    return wrong.stream();
  }

  private static boolean isConfirmation(Exchange exchange) {
    return exchange.question() instanceof Question.Cancel
        && exchange.reply() instanceof Reply.Answer answer
        && answer.status() == OK;
  }

  private static boolean isCancelled(Reply.Sight sight) {
    return sight.cancelRequested() || sight.state().isFinal();
  }
}
