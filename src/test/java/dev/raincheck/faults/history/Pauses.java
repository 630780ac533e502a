package dev.raincheck.faults.history;

import java.util.List;
import java.util.OptionalLong;

/**
 * When which process stood still. A process that is stopped between its last look at the clock and
 * its first step acts late without any fault of its own: only the time in which it could run counts
 * against it.
 */
final class Pauses {
  private final List<Fault> pauses;

  Pauses(List<Fault> faults) {
    pauses = faults.stream().filter(fault -> fault.kind() == Fault.Kind.PAUSE).toList();
  }

  /** For how long a process could run between two times, in nanoseconds; negative if reversed. */
  long running(long pid, long from, long to) {
    long stopped = 0;
    for (Fault pause : pauses) {
      if (pause.pid().equals(OptionalLong.of(pid))) {
        long begin = Math.max(from, pause.beganAt());
        stopped += Math.max(0, Math.min(to, pause.endedAt()) - begin);
      }
    }
    return to - from - stopped;
  }
}
