package dev.raincheck.faults;

import dev.raincheck.faults.history.Fault;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What is broken when, all drawn from one seed before anything starts. Each replica and the
 * database has its own list, one fault after the other; so faults of different ones overlap.
 *
 * @param replicas a list for each
 */
record FaultPlan(List<List<Step>> replicas, List<Step> database) {
  /** Nothing is broken in the first seconds, so that there is something to break. */
  private static final int FIRST = 2_000;

  private static final int SHORTEST_GAP = 1_500;
  private static final int LONGEST_FIRST_GAP = 5_000;
  private static final int LONGEST_GAP = 14_000;

  /** The first replica is never restarted, so that a leak in it has time to show. */
  private static final List<Fault.Kind> WITHOUT_RESTART =
      List.of(
          Fault.Kind.PAUSE,
          Fault.Kind.LINK_CUT,
          Fault.Kind.LINK_HELD,
          Fault.Kind.LATENCY,
          Fault.Kind.ANSWERS_SWALLOWED);

  private static final List<Fault.Kind> OF_REPLICAS =
      List.of(
          Fault.Kind.KILL,
          Fault.Kind.KILL,
          Fault.Kind.DRAIN,
          Fault.Kind.PAUSE,
          Fault.Kind.LINK_CUT,
          Fault.Kind.LINK_HELD,
          Fault.Kind.LATENCY,
          Fault.Kind.ANSWERS_SWALLOWED);

  private static final List<Fault.Kind> OF_THE_DATABASE =
      List.of(Fault.Kind.DATABASE_RESTART, Fault.Kind.CONNECTIONS_KILLED, Fault.Kind.READ_ONLY);

  /**
   * One fault.
   *
   * @param at after the beginning
   * @param lasts how long it is left so; zero if it has no duration of its own
   */
  record Step(Fault.Kind kind, Duration at, Duration lasts) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%.1fs %s %.1fs", at.toMillis() / 1e3, kind, lasts.toMillis() / 1e3);
    }
  }

  /** Draws a plan. */
  static FaultPlan draw(int replicas, Duration length, Duration lease, long seed) {
    Random random = new Random(seed);
    List<List<Step>> ofReplicas = new ArrayList<>();
    for (int i = 0; i < replicas; i++) {
      ofReplicas.add(steps(i == 0 ? WITHOUT_RESTART : OF_REPLICAS, length, lease, random));
    }
    return new FaultPlan(ofReplicas, steps(OF_THE_DATABASE, length, lease, random));
  }

  private static List<Step> steps(
      List<Fault.Kind> kinds, Duration length, Duration lease, Random random) {
    List<Step> steps = new ArrayList<>();
    Deque<Fault.Kind> deck = new ArrayDeque<>();
    Duration at = Duration.ofMillis(FIRST).plus(gap(LONGEST_FIRST_GAP, random));
    while (at.compareTo(length) < 0) {
      if (deck.isEmpty()) {
        List<Fault.Kind> shuffled = new ArrayList<>(kinds);
        Collections.shuffle(shuffled, random);
        deck.addAll(shuffled);
      }
      Fault.Kind kind = deck.remove();
      Duration lasts = lasts(kind, lease, random);
      steps.add(new Step(kind, at, lasts));
      at = at.plus(lasts).plus(gap(LONGEST_GAP, random));
    }
    return steps;
  }

  private static Duration gap(int longest, Random random) {
    return Duration.ofMillis(random.nextInt(SHORTEST_GAP, longest));
  }

  private static Duration lasts(Fault.Kind kind, Duration lease, Random random) {
    int more = random.nextInt(3_000);
    return switch (kind) {
      case KILL, DRAIN, CONNECTIONS_KILLED -> Duration.ZERO;
      // Longer than the lease, with the time that others take to notice.
      case PAUSE -> lease.plusMillis(lease.toMillis() / 3 + more);
      // Now and then longer than what a statement may take.
      case LINK_HELD -> Duration.ofMillis(500 + 3L * more);
      case LINK_CUT, LATENCY -> Duration.ofMillis(1_000 + more);
      case DATABASE_RESTART -> Duration.ofMillis(more / 2);
      case ANSWERS_SWALLOWED, READ_ONLY -> Duration.ofMillis(300 + more);
    };
  }

  /** As text, one line for each that is broken. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < replicas.size(); i++) {
      text.append(Replica.name(i)).append(": ").append(line(replicas.get(i))).append('\n');
    }
    return text.append("database: ").append(line(database)).append('\n').toString();
  }

  private static String line(List<Step> steps) {
    return steps.stream().map(Step::toString).collect(Collectors.joining(", "));
  }
}
