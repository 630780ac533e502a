package dev.raincheck.faults.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that is known of one call. Filled by {@link Facts}, then only read. */
final class Dossier {
  /** A call as an answer showed it. */
  record Seen(Reply.Sight sight, Exchange in) {}

  /** The end of a call as an answer told it. */
  record Told(Reply.Telling telling, Exchange in) {}

  /** A state that an answer showed, in either way. */
  record Glimpse(State state, Exchange in) {
    boolean isFinal() {
      return state.isFinal();
    }
  }

  final String id;

  /** Submits that were answered with its id. */
  final List<Exchange> submits = new ArrayList<>();

  /** Requests to cancel it, answered or not. */
  final List<Exchange> cancels = new ArrayList<>();

  final List<Seen> seen = new ArrayList<>();
  final List<Told> told = new ArrayList<>();
  final List<Execution.Begin> begins = new ArrayList<>();
  final List<Execution.End> ends = new ArrayList<>();
  final List<Row.Call> calls = new ArrayList<>();
  final List<Row.Pending> pending = new ArrayList<>();
  final List<Row.Outcome> outcomes = new ArrayList<>();
  final List<Row.Attempt> attempts = new ArrayList<>();

  Dossier(String id) {
    this.id = id;
  }

  /** How it ended; empty if it did not, or more than once. */
  Optional<Row.Outcome> outcome() {
    return outcomes.size() == 1 ? Optional.of(outcomes.get(0)) : Optional.empty();
  }

  /** Every state that was shown of it. */
  Stream<Glimpse> glimpses() {
    return Stream.concat(
        seen.stream().map(one -> new Glimpse(one.sight().state(), one.in())),
        told.stream().map(one -> new Glimpse(one.telling().state(), one.in())));
  }

  /** What was asked by those who got its id. */
  Stream<Question.Submit> asked() {
    return submits.stream().map(submit -> (Question.Submit) submit.question());
  }

  /** Whether anybody was told that it exists. */
  boolean isKnownToClients() {
    return !submits.isEmpty() || !seen.isEmpty() || !told.isEmpty();
  }
}
