package dev.raincheck.faults.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
}
