package dev.raincheck.client;

/**
 * Which callbacks were handled, by their {@code webhook-id}. A bean of this type replaces the
 * memory of this process, for instance by a table that all replicas share. It is asked on the
 * thread on which the resource method runs. Thread-safe.
 */
public interface CallbackMemory {

  /** What is known of a callback that comes in. */
  enum Known {
    /** Nothing, or it failed before: now it is being handled. */
    NEW,
    /** It is being handled. */
    IN_PROGRESS,
    /** It was handled. */
    HANDLED
  }

  /** A callback comes in; if it is new, it is being handled from now on. */
  Known begin(String id);

  /** It is handled. */
  void handled(String id);

  /** It could not be handled: another try is new again. */
  void failed(String id);
}
