package dev.raincheck.core;

/** The database could not be reached, did not answer in time, or refused a statement. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
