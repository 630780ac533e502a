package dev.raincheck.core;

/** The database could not be reached, did not answer in time, or refused a statement. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean refusal;

  /**
   * @param refusal whether the database answered, and refused the values: to repeat it is in vain
   */
  public StoreException(String message, Throwable cause, boolean refusal) {
    super(message, cause);
    this.refusal = refusal;
  }

  /** Whether the database refused the values of the statement, rather than failed. */
  public boolean isRefusal() {
    return refusal;
  }
}
