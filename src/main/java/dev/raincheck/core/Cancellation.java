package dev.raincheck.core;

import java.util.UUID;

/** What a request to cancel met. */
public sealed interface Cancellation {

  /** It waited, and has ended. */
  record Done(Ended ended) implements Cancellation {}

  /**
   * It runs, and its owner has to stop it.
   *
   * @param node the owner's lease
   */
  record Asked(UUID node) implements Cancellation {}

  /** It had ended before, or does not exist. */
  record Nothing() implements Cancellation {}
}
