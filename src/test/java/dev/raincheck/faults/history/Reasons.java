package dev.raincheck.faults.history;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Why calls end without a result. */
final class Reasons {
  /** The end of a budget is kept and timed in whole milliseconds; in microseconds. */
  private static final long ROUNDING = TimeUnit.MILLISECONDS.toMicros(2);

  private Reasons() {}

  static Stream<String> failed(Dossier call, Facts facts) {
    return call.outcome().stream()
        .filter(row -> row.state() == State.FAILED)
        .filter(row -> row.attempt() < row.maxAttempts())
        .filter(row -> row.failureStatus().isEmpty() || isRetryable(row.failureStatus().getAsInt()))
        .map(Object::toString);
  }

  private static boolean isRetryable(int status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
  }

  static Stream<String> cancelled(Dossier call, Facts facts) {
    return call.outcome().stream()
        .filter(row -> row.state() == State.CANCELLED && call.cancels.isEmpty())
        .map(row -> "no client asked for it: " + row);
  }

  static Stream<String> expired(Dossier call, Facts facts) {
    return call.outcome().stream()
        .filter(row -> row.state() == State.EXPIRED)
        .filter(
            row ->
                row.expiresAt().isEmpty() || row.endedAt() + ROUNDING < row.expiresAt().getAsLong())
        .map(Object::toString);
  }
}
