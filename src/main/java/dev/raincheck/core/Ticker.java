package dev.raincheck.core;

import java.time.Duration;

/** A clock that only measures: it never jumps, and has no relation to the time of day. */
@FunctionalInterface
public interface Ticker {

  /** Nanoseconds since an arbitrary moment. */
  long nanos();

  /** Time since a reading. */
  default Duration since(long nanos) {
    return Duration.ofNanos(Math.max(0, nanos() - nanos));
  }
}
