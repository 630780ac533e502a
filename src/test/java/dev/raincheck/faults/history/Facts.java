package dev.raincheck.faults.history;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A history, put in order: by call, and what is not about one call. */
final class Facts {
  private final Map<String, Dossier> calls = new LinkedHashMap<>();
  private final List<Exchange> exchanges;
  private final List<Fault> faults;
  private final List<Row.Key> keys;
  private final Pauses pauses;
  private final long start;

  Facts(History history) {
    exchanges = history.all(Exchange.class);
    faults = history.all(Fault.class);
    keys = history.all(Row.Key.class);
    pauses = new Pauses(faults);
    exchanges.forEach(this::file);
    history.all(Execution.Begin.class).forEach(begin -> call(begin.callId()).begins.add(begin));
    history.all(Execution.End.class).forEach(end -> call(end.callId()).ends.add(end));
    history.all(Row.Call.class).forEach(row -> call(row.id()).calls.add(row));
    history.all(Row.Pending.class).forEach(row -> call(row.id()).pending.add(row));
    history.all(Row.Outcome.class).forEach(row -> call(row.id()).outcomes.add(row));
    history.all(Row.Attempt.class).forEach(row -> call(row.callId()).attempts.add(row));
    start =
        Stream.concat(exchanges.stream().map(Exchange::sentAt), faults.stream().map(Fault::beganAt))
            .min(Long::compare)
            .orElse(0L);
  }

  private void file(Exchange exchange) {
    if (exchange.question() instanceof Question.Cancel cancel) {
      call(cancel.callId()).cancels.add(exchange);
    }
    if (exchange.reply() instanceof Reply.Answer answer) {
      if (exchange.question() instanceof Question.Submit) {
        answer.callId().ifPresent(id -> call(id).submits.add(exchange));
      }
      for (Reply.Sight sight : answer.sights()) {
        call(sight.callId()).seen.add(new Dossier.Seen(sight, exchange));
      }
      answer
          .telling()
          .ifPresent(one -> call(one.callId()).told.add(new Dossier.Told(one, exchange)));
    }
  }

  private Dossier call(String id) {
    return calls.computeIfAbsent(id, Dossier::new);
  }

  Collection<Dossier> calls() {
    return calls.values();
  }

  /** All submits, answered or not. */
  List<Exchange> submits() {
    return exchanges.stream().filter(one -> one.question() instanceof Question.Submit).toList();
  }

  /** Everything that was asked. */
  List<Exchange> exchanges() {
    return exchanges;
  }

  /** Everything that was broken. */
  List<Fault> faults() {
    return faults;
  }

  List<Row.Key> keys() {
    return keys;
  }

  Pauses pauses() {
    return pauses;
  }

  /** A time in words: seconds since the beginning. */
  String at(long nanos) {
    return String.format(Locale.ROOT, "%.3fs", (nanos - start) / 1e9);
  }

  /** An exchange in words. */
  String text(Exchange exchange) {
    return exchange.question().kind()
        + " to "
        + exchange.target()
        + " from "
        + at(exchange.sentAt())
        + " to "
        + at(exchange.overAt());
  }

  /** A beginning in words. */
  String text(Execution.Begin begin) {
    return "attempt "
        + begin.attempt()
        + " began at "
        + at(begin.at())
        + " in process "
        + begin.pid()
        + " ("
        + begin.token()
        + ")";
  }
}
