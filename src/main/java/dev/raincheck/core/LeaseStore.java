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
   * @return the calls that ended
   */
  Uni<List<Ended>> reap(Duration lease);

  /**
   * Releases what the database thinks this replica runs and it does not: what was claimed by a
   * statement whose answer was lost.
   *
   * @param running what it does run
   * @param settled only what was claimed longer ago
   * @return how many were released
   */
  Uni<Integer> releaseStrays(UUID node, Collection<UUID> running, Duration settled);

  /** Gives a lease up, and releases its calls without spending an attempt. */
  Uni<Void> resign(UUID node);

  /** Whether the database serves this process alone, so that every other lease is void. */
  boolean isExclusive();
}
