package dev.raincheck.faults.history;

/**
 * What two clocks showed at one moment, so that times of rows can be placed among the others. Good
 * for figures; no rule depends on it.
 *
 * @param nanos the machine's
 * @param databaseMicros the database's, since 1970
 */
public record ClockReading(long nanos, long databaseMicros) implements Entry {

  /** When the database's clock showed a time. */
  long nanosAt(long micros) {
    return nanos + (micros - databaseMicros) * 1_000;
  }
}
