package dev.raincheck.store;

/** The statements of the hot path as the service sends them, for a loop without a service. */
public final class Statements {

  /** Stores calls, queued or already claimed. */
  public static final String ACCEPT = QueueSql.ACCEPT;

  /** Ends calls. */
  public static final String END = QueueSql.END;

  private Statements() {}
}
