package dev.raincheck.execution;

/** Where a procedure's method runs. */
public enum Threading {
  /** On a worker thread of the managed executor; may block. */
  WORKER,
  /** On the event loop; must not block. */
  EVENT_LOOP,
  /** On a virtual thread, or a worker thread where the JDK has none; may block. */
  VIRTUAL
}
