package dev.raincheck.core;

import java.time.Instant;
import java.util.List;

/**
 * Calls that have ended, in the order of their ends.
 *
 * @param next where to go on
 * @param isAll whether there was no more to be told at the time of this look
 * @param asOf the database's time of the look
 */
public record FeedPage(List<End> ends, FeedPlace next, boolean isAll, Instant asOf) {

  public FeedPage {
    ends = List.copyOf(ends);
  }

  /**
   * The end of a call.
   *
   * @param place behind it
   */
  public record End(FoundCall call, FeedPlace place, Instant endedAt) {}
}
