package dev.raincheck.delivery;

import dev.raincheck.contract.CallState;
import dev.raincheck.core.BatchRow;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The id of an event of a batch: what it tells, so that whoever knows it is not told again. {@code
 * 0-2-3-0-0-0} are the numbers of its calls in each state; {@code -cancelled} and {@code -ended}
 * follow where that holds.
 *
 * @param text as it stands on the wire
 */
public record BatchEventId(String text) {
  private static final String CANCELLED = "-cancelled";
  private static final String ENDED = "-ended";

  static BatchEventId of(BatchRow batch) {
    String counts =
        Arrays.stream(CallState.values())
            .map(state -> String.valueOf(batch.count(state)))
            .collect(Collectors.joining("-"));
    return new BatchEventId(
        counts + (batch.cancelled() ? CANCELLED : "") + (batch.endedAt().isPresent() ? ENDED : ""));
  }

  /** Whether nothing follows it. */
  boolean isLast() {
    return text.endsWith(ENDED);
  }

  @Override
  public String toString() {
    return text;
  }
}
