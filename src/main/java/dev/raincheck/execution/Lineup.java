package dev.raincheck.execution;

import dev.raincheck.core.Policies;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private int running;

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
    if (line.running < line.size) {
      line.running++;
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
    if (line.waiting.remove(attempt)) {
      return Optional.empty();
    }
    Iterator<Attempt> rest = line.waiting.iterator();
    if (!rest.hasNext()) {
      line.running--;
      return Optional.empty();
    }
    Attempt next = rest.next();
    rest.remove();
    return Optional.of(next);
  }

  /** The attempts that wait. */
  synchronized List<Attempt> waiting() {
    List<Attempt> all = new ArrayList<>();
    lines.values().forEach(line -> all.addAll(line.waiting));
    return all;
  }

  private Line line(Attempt attempt) {
    return lines.get(attempt.call().procedure());
  }
}
