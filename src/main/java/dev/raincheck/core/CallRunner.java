package dev.raincheck.core;

import java.util.Optional;
import java.util.UUID;

/** Whoever runs attempts on this replica. All methods return at once and are thread-safe. */
public interface CallRunner {

  /** The lease under which calls are claimed; empty while there is none. */
  Optional<UUID> node();

  /** Takes a free slot for a call that is about to be stored as claimed, unless others wait. */
  boolean tryReserve(String procedure);

  /** Gives a slot back. */
  void release(String procedure);

  /** Starts an attempt of a call that was claimed with a slot taken before. */
  void start(ClaimedCall call);

  /** Whether the database failed this replica when it was last asked. */
  boolean isCutOff();

  /** Whether the replica is shutting down. */
  boolean isDraining();
}
