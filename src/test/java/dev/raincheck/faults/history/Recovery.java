package dev.raincheck.faults.history;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * For how long faults held calls up. The calls that a fault interrupts are those of which an
 * execution was under way when it began: in the process that it hit, or in any if it hit all. Such
 * a call stands still until it ends, by the database's clock, or until another execution of it
 * begins; from the beginning of the fault, or from the end of its execution if that was done
 * meanwhile. The recovery of the fault is the longest of these times. Where faults are many, most
 * of such a time belongs to the next ones; it is undisturbed if no other fault fell into it.
 */
final class Recovery {
  /** When a call stood still because of a fault; nanoseconds. */
  record Standstill(Fault fault, long from, long to, boolean undisturbed) {
    long length() {
      return to - from;
    }
  }

  private final Collection<Dossier> calls;
  private final List<Fault> faults;
  private final List<ClockReading> clocks;

  Recovery(Collection<Dossier> calls, List<Fault> faults, List<ClockReading> clocks) {
    this.calls = calls;
    this.faults = faults;
    this.clocks = clocks;
  }

  /** All of all faults. */
  Stream<Standstill> standstills() {
    return faults.stream().flatMap(this::of);
  }

  private Stream<Standstill> of(Fault fault) {
    return calls.stream()
        .flatMap(
            call ->
                call.begins.stream()
                    .filter(begin -> begin.at() < fault.beganAt())
                    .filter(begin -> isHit(begin, fault))
                    .flatMap(begin -> standstill(call, begin, fault)));
  }

  private static boolean isHit(Execution.Begin begin, Fault fault) {
    return fault.pid().isEmpty() || fault.pid().getAsLong() == begin.pid();
  }

  private Stream<Standstill> standstill(Dossier call, Execution.Begin begin, Fault fault) {
    long end =
        call.ends.stream()
            .filter(one -> one.token().equals(begin.token()))
            .mapToLong(Execution.End::at)
            .findAny()
            .orElse(Long.MAX_VALUE);
    LongStream again =
        call.begins.stream().mapToLong(Execution.Begin::at).filter(at -> at > begin.at());
    OptionalLong over = LongStream.concat(again, endedAt(call)).min();
    if (end < fault.beganAt() || over.isEmpty() || over.getAsLong() < fault.beganAt()) {
      return Stream.empty();
    }
    long to = over.getAsLong();
    return Stream.of(
        new Standstill(fault, end < to ? end : fault.beganAt(), to, isUndisturbed(fault, to)));
  }

  private boolean isUndisturbed(Fault fault, long to) {
    return faults.stream()
        .filter(other -> other != fault)
        .noneMatch(other -> other.beganAt() < to && other.endedAt() > fault.beganAt());
  }

  private LongStream endedAt(Dossier call) {
    return clocks.stream()
        .limit(1)
        .flatMapToLong(
            clock -> call.outcomes.stream().mapToLong(row -> clock.nanosAt(row.endedAt())));
  }
}
