package dev.raincheck.faults.history;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * How long faults kept calls from ending. The calls that a fault interrupts are those of which an
 * execution was under way when it began, in the process that it hit, or in any process if it hit
 * all. Its recovery is the time from its beginning until the first of them ended, by the database's
 * clock; none if it interrupted nothing, or nothing that ended.
 */
final class Recovery {
  private final Map<String, Dossier> calls = new HashMap<>();
  private final List<ClockReading> clocks;

  Recovery(Collection<Dossier> calls, List<ClockReading> clocks) {
    calls.forEach(call -> this.calls.put(call.id, call));
    this.clocks = clocks;
  }

  /** In nanoseconds. */
  OptionalLong of(Fault fault) {
    return calls.values().stream()
        .filter(call -> isInterrupted(call, fault))
        .flatMapToLong(this::endedAt)
        .map(ended -> ended - fault.beganAt())
        .filter(took -> took > 0)
        .min();
  }

  private static boolean isInterrupted(Dossier call, Fault fault) {
    return call.begins.stream()
        .filter(begin -> begin.at() < fault.beganAt())
        .filter(begin -> fault.pid().isEmpty() || fault.pid().getAsLong() == begin.pid())
        .anyMatch(
            begin ->
                call.ends.stream()
                    .noneMatch(
                        end -> end.token().equals(begin.token()) && end.at() < fault.beganAt()));
  }

  private LongStream endedAt(Dossier call) {
    return clocks.stream()
        .limit(1)
        .flatMapToLong(
            clock -> call.outcomes.stream().mapToLong(row -> clock.nanosAt(row.endedAt())));
  }
}
