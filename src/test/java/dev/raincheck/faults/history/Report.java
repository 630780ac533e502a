package dev.raincheck.faults.history;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a history.
 *
 * @param calls by state in which they ended, or by what they still are
 * @param exchanges by kind of request and answer
 * @param executions by how they ended; those that did not are CUT_OFF
 * @param faults by kind
 * @param slowest longest recovery by kind of fault, in nanoseconds; see {@link Recovery}
 * @param undisturbed the same, of those into which no other fault fell
 * @param violations by rule
 */
public record Report(
    Map<String, Long> calls,
    Map<String, Long> exchanges,
    Map<String, Long> executions,
    Map<String, Long> faults,
    Map<String, Long> slowest,
    Map<String, Long> undisturbed,
    Map<String, Long> violations) {

  /** Counts. */
  public static Report of(History history, List<Violation> violations) {
    Facts facts = new Facts(history);
    List<Recovery.Standstill> standstills =
        new Recovery(facts.calls(), facts.faults(), history.all(ClockReading.class))
            .standstills()
            .toList();
    return new Report(
        count(
            facts.calls().stream()
                .flatMap(
                    call ->
                        Stream.concat(
                            call.outcomes.stream().map(row -> row.state().name()),
                            call.pending.stream().map(row -> row.state().name())))),
        count(history.all(Exchange.class).stream().map(Report::kind)),
        executions(facts.calls()),
        count(facts.faults().stream().map(fault -> fault.kind().name())),
        longest(standstills.stream()),
        longest(standstills.stream().filter(Recovery.Standstill::undisturbed)),
        count(violations.stream().map(violation -> violation.rule().name())));
  }

  private static String kind(Exchange exchange) {
    String answer =
        exchange.reply() instanceof Reply.Answer got
            ? String.valueOf(got.status())
            : ((Reply.Failure) exchange.reply()).cause().name();
    return exchange.question().kind() + " " + answer;
  }

  private static Map<String, Long> executions(Collection<Dossier> calls) {
    Map<String, Long> counts =
        count(calls.stream().flatMap(call -> call.ends.stream()).map(end -> end.ending().name()));
    long begun = calls.stream().mapToLong(call -> call.begins.size()).sum();
    long ended = calls.stream().mapToLong(call -> call.ends.size()).sum();
    counts.put("CUT_OFF", begun - ended);
    return counts;
  }

  private static Map<String, Long> longest(Stream<Recovery.Standstill> standstills) {
    return standstills.collect(
        Collectors.toMap(
            one -> one.fault().kind().name(),
            Recovery.Standstill::length,
            Math::max,
            TreeMap::new));
  }

  private static Map<String, Long> count(Stream<String> names) {
    return names.collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
  }

  /** As a table for people. */
  public String table() {
    StringBuilder text = new StringBuilder();
    section(text, "calls", calls);
    section(text, "answers", exchanges);
    section(text, "executions", executions);
    text.append(String.format(Locale.ROOT, "%-40s %8d%n", "faults", sum(faults)));
    faults.forEach(
        (kind, count) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "  %-38s %8d   longest recovery %s, undisturbed %s%n",
                    kind,
                    count,
                    seconds(slowest.get(kind)),
                    seconds(undisturbed.get(kind)))));
    section(text, "violations", violations);
    return text.toString();
  }

  private static String seconds(@Nullable Long nanos) {
    return nanos == null ? "-" : String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }

  private static void section(StringBuilder text, String title, Map<String, Long> counts) {
    text.append(String.format(Locale.ROOT, "%-40s %8d%n", title, sum(counts)));
    counts.forEach(
        (name, count) -> text.append(String.format(Locale.ROOT, "  %-38s %8d%n", name, count)));
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
