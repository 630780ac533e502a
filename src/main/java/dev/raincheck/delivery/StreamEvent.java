package dev.raincheck.delivery;

import dev.raincheck.core.BatchRow;
import dev.raincheck.core.CallChange;

/** What a stream of events carries. */
public sealed interface StreamEvent {

  /** Something happened to the call. */
  record Changed(CallChange change) implements StreamEvent {}

  /**
   * A batch has come further.
   *
   * @param id where a reader goes on who knows this
   */
  record Counted(BatchEventId id, BatchRow batch) implements StreamEvent {}

  /** Nothing happened for a while. */
  record Heartbeat() implements StreamEvent {}
}
