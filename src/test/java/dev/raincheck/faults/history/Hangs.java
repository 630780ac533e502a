package dev.raincheck.faults.history;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Requests without an answer. */
final class Hangs {
  /** While one of these was done to it, nobody expects an answer of a replica. */
  private static final Set<Fault.Kind> NOBODY_THERE =
      EnumSet.of(Fault.Kind.KILL, Fault.Kind.DRAIN, Fault.Kind.PAUSE);

  private Hangs() {}

  static Stream<Rule.Found> unanswered(Facts facts) {
    List<Fault> absences =
        facts.faults().stream().filter(fault -> NOBODY_THERE.contains(fault.kind())).toList();
    return facts.exchanges().stream()
        .filter(one -> one.reply().equals(new Reply.Failure(Reply.Cause.TIMEOUT)))
        .filter(one -> absences.stream().noneMatch(fault -> hits(fault, one)))
        .map(one -> new Rule.Found(one.target(), facts.text(one) + " had no answer: " + one));
  }

  private static boolean hits(Fault fault, Exchange exchange) {
    return fault.target().equals(exchange.target())
        && fault.beganAt() < exchange.overAt()
        && fault.endedAt() > exchange.sentAt();
  }
}
