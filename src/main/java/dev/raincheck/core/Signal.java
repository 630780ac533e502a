package dev.raincheck.core;

import java.util.UUID;

/**
 * What replicas tell each other. A hint only: it makes who hears it look at the rows sooner than
 * its poll would, it may be lost or come twice, and nothing is believed because of it.
 */
public sealed interface Signal {

  /** A call has ended: who waits for it may look. */
  record CallEnded(UUID id) implements Signal {}

  /** A batch has come to what is awaited of it: who waits for it may look. */
  record BatchEnded(UUID id) implements Signal {}

  /** The starting of attempts of a procedure was stopped or resumed: everybody looks. */
  record PauseChanged(String procedure) implements Signal {}

  /** Calls of a procedure wait that may start: who has a free slot may look. */
  record CallsWait(String procedure) implements Signal {}

  /** A running call is to be stopped by whoever runs it. */
  record CancelAsked(UUID id) implements Signal {}
}
