package dev.raincheck.core;

/** What is stored of a call cannot be read; the message says to its caller why. */
public final class UnreadableCallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableCallException(String message, Throwable cause) {
    super(message, cause);
  }
}
