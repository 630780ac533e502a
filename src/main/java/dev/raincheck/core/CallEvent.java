package dev.raincheck.core;

import dev.raincheck.contract.CallState;
import java.time.Duration;
import java.util.UUID;

/** Something that happened on this replica to a call, or to the calls of a procedure. */
public sealed interface CallEvent {

  /** Name of the procedure. */
  String procedure();

  /**
   * A call was stored.
   *
   * @param claimed whether it runs at once, or waits
   * @param delay before it may start
   */
  record Stored(String procedure, boolean claimed, Duration delay) implements CallEvent {}

  /** A call was stored whose end is to be told to a callback. */
  record CallbackAsked(UUID id, String procedure) implements CallEvent {}

  /** A submit was refused by a full queue. */
  record Refused(String procedure) implements CallEvent {}

  /**
   * An attempt starts.
   *
   * @param caller who the call belongs to; empty for an anonymous caller
   * @param waited since the call was stored
   * @param fromQueue whether it had to wait in the queue
   */
  record Started(
      UUID id, String procedure, String caller, int attempt, Duration waited, boolean fromQueue)
      implements CallEvent {}

  /** A running call has reported progress, and that is on disk. */
  record Progressed(UUID id, String procedure) implements CallEvent {}

  /**
   * An attempt is over.
   *
   * @param outcome what it came to
   * @param ran inside the procedure
   */
  record AttemptOver(String procedure, Outcome outcome, Duration ran) implements CallEvent {}

  /** A running call is to be stopped, here or elsewhere. */
  record CancelAsked(UUID id, String procedure) implements CallEvent {}

  /**
   * A call went back to the queue.
   *
   * @param delay before it may start
   */
  record Requeued(UUID id, String procedure, Duration delay) implements CallEvent {}

  /**
   * It is known here that attempts of a procedure are to be started no more, or again.
   *
   * @param askedHere whether that was asked of this replica, so that others may not know
   */
  record PauseChanged(String procedure, boolean askedHere) implements CallEvent {}

  /**
   * A call has ended, and that is on disk.
   *
   * @param wasQueued whether it ended while it waited
   */
  record EndRecorded(UUID id, String procedure, CallState state, boolean wasQueued)
      implements CallEvent {}
}
