package dev.raincheck.faults.history;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** When executions may begin. */
final class Beginnings {
  /**
   * How long a process may run between its last look at the call and the first step of the
   * execution, in nanoseconds. There is always such a gap: a thread has to take the work up, and on
   * a machine on which other processes start it waits for its turn. It is shorter than any lease of
   * the suite, so that whatever begins on a claim whose lease is over is still seen.
   */
  static final long TOLERANCE = TimeUnit.SECONDS.toNanos(2);

  private Beginnings() {}

  static Stream<String> budget(Dossier call, Facts facts) {
    OptionalLong budget =
        Stream.concat(
                call.asked().map(Question.Submit::budgetMillis),
                call.calls.stream().map(Row.Call::budgetMillis))
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .findAny();
    // It was stored, and its time began, before anybody could hear of it.
    Optional<Exchange> firstHeard =
        Stream.concat(call.submits.stream(), call.glimpses().map(Dossier.Glimpse::in))
            .min(Comparator.comparingLong(Exchange::overAt));
    if (budget.isEmpty() || firstHeard.isEmpty()) {
      return Stream.empty();
    }
    long over = firstHeard.get().overAt() + TimeUnit.MILLISECONDS.toNanos(budget.getAsLong());
    return call.begins.stream()
        .filter(begin -> facts.pauses().running(begin.pid(), over, begin.at()) > TOLERANCE)
        .map(
            begin ->
                facts.text(begin)
                    + ", its "
                    + budget.getAsLong()
                    + " ms were over at "
                    + facts.at(over)
                    + " at the latest: "
                    + facts.text(firstHeard.get()));
  }

  static Stream<String> cancel(Dossier call, Facts facts) {
    Stream<String> afterTheEnd =
        after(call, facts, call.glimpses().filter(one -> one.state() == State.CANCELLED), 0);
    // While an attempt is asked to stop, the call must not go on to the next.
    Stream<String> afterTheWish =
        call.seen.stream()
            .filter(one -> one.sight().cancelRequested())
            .flatMap(
                one ->
                    after(
                        call,
                        facts,
                        Stream.of(new Dossier.Glimpse(one.sight().state(), one.in())),
                        one.sight().attempt() + 1));
    return Stream.concat(afterTheEnd, afterTheWish).distinct();
  }

  static Stream<String> end(Dossier call, Facts facts) {
    return after(
        call,
        facts,
        call.glimpses().filter(one -> one.isFinal() && one.state() != State.CANCELLED),
        0);
  }

  private static Stream<String> after(
      Dossier call, Facts facts, Stream<Dossier.Glimpse> glimpses, int fromAttempt) {
    return glimpses.min(Comparator.comparingLong(one -> one.in().overAt())).stream()
        .flatMap(
            first ->
                call.begins.stream()
                    .filter(begin -> begin.attempt() >= fromAttempt)
                    .filter(
                        begin ->
                            facts.pauses().running(begin.pid(), first.in().overAt(), begin.at())
                                > TOLERANCE)
                    .map(
                        begin ->
                            facts.text(begin)
                                + ", after "
                                + facts.text(first.in())
                                + " had shown "
                                + first.state()));
  }
}
