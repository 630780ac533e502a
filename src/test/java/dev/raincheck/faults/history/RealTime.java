package dev.raincheck.faults.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether answers respect real time. An answer shows the call as it was at some moment between the
 * request and the answer; so a request that was sent after another was answered must not show an
 * earlier moment of the call's life.
 */
final class RealTime {
  /** At most so many attempts may be taken back at a time: the one that was claimed and not run. */
  private static final int TAKEN_BACK = 1;

  private final Facts facts;
  private final List<String> wrong = new ArrayList<>();

  private RealTime(Facts facts) {
    this.facts = facts;
  }

  static Stream<String> order(Dossier call, Facts facts) {
    RealTime time = new RealTime(facts);
    time.finalStates(call);
    time.sights(call);
    return time.wrong.stream();
  }

  private void finalStates(Dossier call) {
    Optional<Dossier.Glimpse> end =
        call.glimpses()
            .filter(Dossier.Glimpse::isFinal)
            .min(Comparator.comparingLong(one -> one.in().overAt()));
    end.ifPresent(
        first ->
            call.glimpses()
                .filter(later -> !later.isFinal())
                .filter(later -> later.in().sentAt() > first.in().overAt())
                .forEach(later -> wentBack(first.in(), first.state(), later.in(), later.state())));
  }

  private void sights(Dossier call) {
    List<Dossier.Seen> bySending = new ArrayList<>(call.seen);
    bySending.sort(Comparator.comparingLong(one -> one.in().sentAt()));
    List<Dossier.Seen> byEnd = new ArrayList<>(call.seen);
    byEnd.sort(Comparator.comparingLong(one -> one.in().overAt()));
    List<Execution.Begin> begins = new ArrayList<>(call.begins);
    begins.sort(Comparator.comparingLong(Execution.Begin::at));

    Latest latest = new Latest();
    int answered = 0;
    int begun = 0;
    for (Dossier.Seen later : bySending) {
      long sentAt = later.in().sentAt();
      while (answered < byEnd.size() && byEnd.get(answered).in().overAt() < sentAt) {
        latest.add(byEnd.get(answered++));
      }
      while (begun < begins.size() && begins.get(begun).at() < sentAt) {
        latest.add(begins.get(begun++));
      }
      latest.contradictions(later).forEach(wrong::add);
    }
  }

  private void wentBack(Exchange first, Object before, Exchange second, Object after) {
    wrong.add(
        facts.text(first) + " showed " + before + "; " + facts.text(second) + " showed " + after);
  }

  /** What was certainly so before a moment. */
  private final class Latest {
    private final List<Dossier.Seen> highest = new ArrayList<>(1);
    private final List<Dossier.Seen> highestQueued = new ArrayList<>(1);
    private final List<Dossier.Seen> highestMaximum = new ArrayList<>(1);
    private final List<Execution.Begin> begun = new ArrayList<>(1);

    void add(Dossier.Seen seen) {
      Comparator<Dossier.Seen> byAttempt = Comparator.comparingInt(one -> one.sight().attempt());
      keep(highest, seen, byAttempt);
      keep(highestMaximum, seen, Comparator.comparingInt(one -> one.sight().maxAttempts()));
      if (seen.sight().state() == State.QUEUED) {
        keep(highestQueued, seen, byAttempt);
      }
    }

    void add(Execution.Begin begin) {
      keep(begun, begin, Comparator.comparingInt(Execution.Begin::attempt));
    }

    private <T> void keep(List<T> best, T candidate, Comparator<T> order) {
      if (best.isEmpty() || order.compare(candidate, best.get(0)) > 0) {
        best.clear();
        best.add(candidate);
      }
    }

    List<String> contradictions(Dossier.Seen later) {
      List<String> found = new ArrayList<>();
      Reply.Sight sight = later.sight();
      for (Dossier.Seen before : highest) {
        if (sight.attempt() < before.sight().attempt() - TAKEN_BACK) {
          found.add(pair(before, later));
        }
      }
      for (Dossier.Seen before : highestMaximum) {
        if (sight.maxAttempts() < before.sight().maxAttempts()) {
          found.add(pair(before, later));
        }
      }
      for (Dossier.Seen before : highestQueued) {
        // To run, a waiting call takes the next number.
        if (sight.state() == State.RUNNING && sight.attempt() <= before.sight().attempt()) {
          found.add(pair(before, later));
        }
      }
      for (Execution.Begin begin : begun) {
        if (sight.attempt() < begin.attempt()) {
          found.add(facts.text(begin) + "; " + facts.text(later.in()) + " showed " + sight);
        }
      }
      return found;
    }

    private String pair(Dossier.Seen before, Dossier.Seen later) {
      return facts.text(before.in())
          + " showed "
          + before.sight()
          + "; "
          + facts.text(later.in())
          + " showed "
          + later.sight();
    }
  }
}
