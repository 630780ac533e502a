package dev.raincheck.core;

/** What a request to cancel met. */
public sealed interface Cancellation {

  /** It waited, and has ended. */
  record Done(Transition ended) implements Cancellation {}

  /**
   * It runs, and its owner has to stop it.
   *
   * @param procedure name
   */
  record Asked(String procedure) implements Cancellation {}

  /** It had ended before, or does not exist. */
  record Nothing() implements Cancellation {}
}
