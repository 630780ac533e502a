package dev.raincheck.core;

import java.time.Instant;
import java.util.List;

/**
 * Calls that were found by one look.
 *
 * @param asOf the database's time of the look
 */
public record FoundCalls(List<FoundCall> calls, Instant asOf) {

  public FoundCalls {
    calls = List.copyOf(calls);
  }
}
