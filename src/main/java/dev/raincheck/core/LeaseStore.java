package dev.raincheck.core;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The replicas' leases. The same rules hold as for {@link CallStore}. */
public interface LeaseStore {

  /** Registers a replica under a fresh id. */
  Uni<Void> register(UUID node, String name);

  /** Renews a lease. False: it was taken away. */
  Uni<Boolean> renew(UUID node);

  /**
   * Takes away every lease that was not renewed for so long, and releases its calls: back into the
   * queue, or FAILED where their attempts are used up.
   *
   * @return what became of them
   */
  Uni<List<Transition>> reap(Duration silence);

  /**
   * Releases what the database thinks this replica runs and it does not: what was claimed by a
   * statement whose answer was lost. What went back to the queue is not counted as an attempt, but
   * its number stays used: it may after all have begun. What nobody has asked for ends.
   *
   * @param running what it does run
   * @param settled only what was claimed longer ago
   * @return what became of them
   */
  Uni<List<Transition>> releaseStrays(UUID node, Collection<UUID> running, Duration settled);

  /**
   * Gives a lease up, and releases its calls without spending an attempt.
   *
   * @return what became of them
   */
  Uni<List<Transition>> resign(UUID node);

  /** How many replicas there are. */
  Uni<Integer> replicas();

  /** Whether the database serves this process alone, so that every other lease is void. */
  boolean isExclusive();
}
