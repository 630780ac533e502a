package dev.raincheck.delivery;

import dev.raincheck.core.BatchRow;
import dev.raincheck.core.CallChange;
import dev.raincheck.core.FeedPlace;
import java.util.Optional;

/** What a stream of events carries. */
public sealed interface StreamEvent {

  /** Something happened to the call. */
  record Changed(CallChange change) implements StreamEvent {}

  /**
   * Something happened to one of many calls.
   *
   * @param place where a reader goes on who knows this end; empty if it is none
   */
  record ChangedAmongMany(Optional<FeedPlace> place, CallChange change) implements StreamEvent {}

  /**
   * Nothing happened for a while.
   *
   * @param place where a reader of many calls goes on
   */
  record Reached(FeedPlace place) implements StreamEvent {}

  /**
   * A batch has come further.
   *
   * @param id where a reader goes on who knows this
   */
  record Counted(BatchEventId id, BatchRow batch) implements StreamEvent {}

  /** Nothing happened for a while. */
  record Heartbeat() implements StreamEvent {}
}
