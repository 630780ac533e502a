package dev.raincheck.core;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Batches of calls. The same rules hold as for {@link CallStore}. */
public interface BatchStore {

  /** Stores a batch with all its calls, or nothing. */
  Uni<AcceptedBatch> accept(NewBatch batch);

  /** A batch in whatever state; empty when it was forgotten. */
  Uni<Optional<BatchRow>> find(UUID id);

  /** Which of these have come to what is awaited of them, or are gone. */
  Uni<List<UUID>> endedAmong(Collection<UUID> ids);

  /** Calls of a batch in their order, from a place in it on and before another. */
  Uni<List<CallRow>> calls(UUID id, int from, int to);

  /**
   * What calls of a batch have come to, from a place in it on: only as far as their bodies take so
   * many bytes, but at least one; none at the end.
   */
  Uni<List<GatheredCall>> gather(UUID id, int from, int limit, long bytes);

  /** Takes in which calls have ended; what a batch is told of, it is told once. */
  Uni<BatchSweep> sweep(int limit);

  /** Asks for the end of all that has not ended. False: it was asked for before, or all have. */
  Uni<Boolean> cancel(UUID id);

  /** Batches whose rest is to be cancelled. */
  Uni<List<UUID>> toCancel(int limit);

  /** Cancels so many members at most. Once there are none, all have ended or are asked to. */
  Uni<List<CancelledMember>> cancelMembers(UUID id, int limit);

  /** Forgets a batch of which every call has ended. False: one has not, or there is no batch. */
  Uni<Boolean> delete(UUID id);

  /** Drops batches and their calls whose retention is over; how many rows. */
  Uni<Integer> purge(int limit);
}
