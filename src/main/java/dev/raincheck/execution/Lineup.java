package dev.raincheck.execution;

import dev.raincheck.core.Policies;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Which claimed calls run, never more of a procedure than its concurrency, and which wait in memory
 * for one of them to end. Thread-safe.
 */
@ApplicationScoped
class Lineup {

  private static final class Line {
    private final int size;
    private final Set<Attempt> waiting = new LinkedHashSet<>();
    private final Set<Attempt> running = new HashSet<>();

    private Line(int size) {
      this.size = size;
    }
  }

  private final Map<String, Line> lines = new HashMap<>();

  Lineup(Policies policies) {
    for (String procedure : policies.names()) {
      lines.put(procedure, new Line(policies.policy(procedure).concurrency()));
    }
  }

  /**
   * Takes in an attempt.
   *
   * @param known makes it known to those who may stop it; they find it in its line
   * @return it, if it may begin now; otherwise it waits until {@link #over} hands it out
   */
  synchronized Optional<Attempt> enter(Supplier<Attempt> known) {
    Attempt attempt = known.get();
    Line line = line(attempt);
    if (line.running.size() < line.size) {
      line.running.add(attempt);
      return Optional.of(attempt);
    }
    line.waiting.add(attempt);
    return Optional.empty();
  }

  /**
   * An attempt is over, whether it ran or still waited.
   *
   * @return the one that may begin in its place
   */
  synchronized Optional<Attempt> over(Attempt attempt) {
    Line line = line(attempt);
    Iterator<Attempt> rest = line.waiting.iterator();
    if (!line.running.remove(attempt)) {
      line.waiting.remove(attempt);
      return Optional.empty();
    } else if (!rest.hasNext()) {
      return Optional.empty();
    }
    Attempt next = rest.next();
    rest.remove();
    line.running.add(next);
    return Optional.of(next);
  }

  /** Takes away who waits and is not to wait any more; none of them is handed out after that. */
  synchronized List<Attempt> withdraw(Predicate<Attempt> late) {
    List<Attempt> all = new ArrayList<>();
    for (Line line : lines.values()) {
      List<Attempt> withdrawn = line.waiting.stream().filter(late).toList();
      withdrawn.forEach(line.waiting::remove);
      all.addAll(withdrawn);
    }
    return all;
  }

  private Line line(Attempt attempt) {
    return lines.get(attempt.call().procedure());
  }
}
