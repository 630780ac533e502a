package dev.raincheck.delivery;

import dev.raincheck.core.CallChange;

/** What a stream of events carries. */
public sealed interface StreamEvent {

  /** Something happened to the call. */
  record Changed(CallChange change) implements StreamEvent {}

  /** Nothing happened for a while. */
  record Heartbeat() implements StreamEvent {}
}
