package dev.raincheck.faults.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;

/** A history that is being broken, at places that are drawn. */
final class Damage {
  private final List<Entry> entries;
  private final Random random;

  Damage(List<Entry> entries, Random random) {
    this.entries = new ArrayList<>(entries);
    this.random = random;
  }

  History history() {
    History history = new History();
    history.addAll(entries);
    return history;
  }

  private <T extends Entry> Optional<T> pick(Class<T> kind, Predicate<T> which) {
    List<T> candidates =
        entries.stream().filter(kind::isInstance).map(kind::cast).filter(which).toList();
    return candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(candidates.get(random.nextInt(candidates.size())));
  }

  <T extends Entry> boolean remove(Class<T> kind, Predicate<T> which) {
    return pick(kind, which).map(entries::remove).isPresent();
  }

  <T extends Entry> boolean add(Class<T> kind, Predicate<T> which, Function<T, Entry> more) {
    return pick(kind, which).map(more).map(entries::add).isPresent();
  }

  <T extends Entry> boolean replace(Class<T> kind, Predicate<T> which, Function<T, T> other) {
    Optional<T> old = pick(kind, which);
    old.ifPresent(
        entry -> {
          entries.remove(entry);
          entries.add(other.apply(entry));
        });
    return old.isPresent();
  }

  /** Whether a client saw the final state of a call. */
  boolean isShown(String id) {
    return new Facts(history())
        .calls().stream()
            .filter(call -> call.id.equals(id))
            .flatMap(Dossier::glimpses)
            .anyMatch(Dossier.Glimpse::isFinal);
  }

  boolean isCancelled(String id) {
    return entries.stream()
        .anyMatch(
            entry ->
                entry instanceof Exchange exchange
                    && exchange.question() instanceof Question.Cancel cancel
                    && cancel.callId().equals(id));
  }

  boolean isBeforeTheLast(Row.Attempt attempt) {
    return entries.stream()
        .anyMatch(
            entry ->
                entry instanceof Row.Outcome row
                    && row.id().equals(attempt.callId())
                    && row.attempt() > attempt.number());
  }

  static Optional<Reply.Sight> finalSight(Exchange exchange) {
    return exchange.reply() instanceof Reply.Answer answer
        ? answer.sights().stream().filter(sight -> sight.state().isFinal()).findFirst()
        : Optional.empty();
  }

  static Exchange exchange(Question question, long at, Reply reply) {
    return new Exchange(question, "r9", at, at, reply);
  }

  static Exchange status(long at, Reply.Sight sight) {
    return exchange(new Question.Status(sight.callId()), at, Story.shows(200, sight, false));
  }

  static Execution.Begin afterwards(Exchange exchange) {
    Reply.Sight sight = finalSight(exchange).orElseThrow();
    return new Execution.Begin(
        sight.callId(), 1, 1, "afterwards", exchange.overAt() + Beginnings.TOLERANCE + 1);
  }

  static Row.Outcome with(Row.Outcome row, State state) {
    return new Row.Outcome(
        row.id(),
        state,
        row.endedAt(),
        row.expiresAt(),
        row.attempt(),
        row.maxAttempts(),
        row.status(),
        row.digest(),
        row.token(),
        state == State.FAILED ? OptionalInt.of(500) : row.failureStatus(),
        row.failureTitle());
  }
}
