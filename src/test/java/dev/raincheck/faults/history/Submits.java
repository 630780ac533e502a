package dev.raincheck.faults.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What requests make: the call that was asked for, and no other. */
final class Submits {
  private static final int UNPROCESSABLE = 422;

  private Submits() {}

  /** What is known of a key. */
  private static final class Use {
    final Set<String> calls = new LinkedHashSet<>();
    final Set<String> bodies = new HashSet<>();
    final List<Exchange> fresh = new ArrayList<>();
    final List<Exchange> refused = new ArrayList<>();

    void add(Exchange exchange) {
      bodies.add(((Question.Submit) exchange.question()).bodyDigest());
      if (exchange.reply() instanceof Reply.Answer answer) {
        answer.callId().ifPresent(calls::add);
        if (answer.callId().isPresent() && !answer.replayed()) {
          fresh.add(exchange);
        } else if (answer.callId().isEmpty() && answer.status() == UNPROCESSABLE) {
          refused.add(exchange);
        }
      }
    }

    Stream<String> wrong(Facts facts) {
      List<String> wrong = new ArrayList<>();
      if (calls.size() > 1) {
        wrong.add("it has the calls " + calls);
      }
      if (fresh.size() > 1) {
        wrong.add(
            "it was new to " + facts.text(fresh.get(0)) + " and to " + facts.text(fresh.get(1)));
      }
      if (bodies.size() == 1) {
        refused.forEach(one -> wrong.add(facts.text(one) + ", the same request, was refused"));
      }
      return wrong.stream();
    }
  }

  static Stream<Rule.Found> oneKey(Facts facts) {
    Map<String, Use> uses = new HashMap<>();
    for (Exchange exchange : facts.submits()) {
      ((Question.Submit) exchange.question())
          .key()
          .ifPresent(key -> uses.computeIfAbsent(key, any -> new Use()).add(exchange));
    }
    for (Row.Key row : facts.keys()) {
      uses.computeIfAbsent(row.key(), any -> new Use()).calls.add(row.callId());
    }
    for (Dossier call : facts.calls()) {
      for (Row.Call row : call.calls) {
        row.key().ifPresent(key -> uses.computeIfAbsent(key, any -> new Use()).calls.add(call.id));
      }
    }
    return uses.entrySet().stream()
        .flatMap(use -> use.getValue().wrong(facts).map(text -> found(use.getKey(), text)));
  }

  static Stream<Rule.Found> oneRequest(Facts facts) {
    Map<String, Set<String>> calls = new HashMap<>();
    for (Dossier call : facts.calls()) {
      call.calls.forEach(
          row -> calls.computeIfAbsent(row.label(), any -> new LinkedHashSet<>()).add(call.id));
      call.asked()
          .forEach(
              submit ->
                  calls.computeIfAbsent(submit.label(), any -> new LinkedHashSet<>()).add(call.id));
    }
    return calls.entrySet().stream()
        .filter(made -> made.getValue().size() > 1)
        .map(made -> found(made.getKey(), "it made the calls " + made.getValue()));
  }

  static Stream<Rule.Found> asked(Facts facts) {
    Set<String> labels = new HashSet<>();
    facts.submits().forEach(one -> labels.add(((Question.Submit) one.question()).label()));
    List<Rule.Found> wrong = new ArrayList<>();
    for (Dossier call : facts.calls()) {
      for (Row.Call row : call.calls) {
        if (!labels.contains(row.label())) {
          wrong.add(found(call.id, "nobody asked for " + row.label()));
        }
      }
      if (call.calls.isEmpty() && !call.isKnownToClients()) {
        call.begins.forEach(begin -> wrong.add(found(call.id, facts.text(begin))));
      }
    }
    return wrong.stream();
  }

  private static Rule.Found found(String subject, String evidence) {
    return new Rule.Found(subject, evidence);
  }
}
