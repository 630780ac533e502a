package dev.raincheck.core;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The durable queue. Every method returns at once; its {@code Uni} starts work when it is
 * subscribed, and fails with {@link StoreException} where the database cannot be reached, answers
 * too late, or refuses, and with {@link UnreadableCallException} where a row makes no sense. Every
 * write is guarded by the state and owner from which it starts, so repeating one is safe; whether a
 * write counted is its result.
 */
public interface CallStore {

  /** Stores a call; when it answers {@link Accepted.Stored}, the call is on disk. */
  Uni<Accepted> accept(NewCall call);

  /**
   * Claims calls that may start, by priority and age.
   *
   * @param slots how many at most, by procedure
   */
  Uni<List<ClaimedCall>> claim(UUID node, Map<String, Integer> slots);

  /** Records the end of a call. False: the attempt does not own the call any more. */
  Uni<Boolean> end(Ending ending);

  /**
   * Puts a call back into the queue. False: the attempt does not own it any more, or its end was
   * asked for.
   */
  Uni<Boolean> requeue(Requeue requeue);

  /** Writes progress of running attempts, as far as they still own their calls. */
  Uni<Void> report(List<ProgressReport> reports);

  /** A call in whatever state. */
  Uni<Optional<CallRow>> find(UUID id);

  /** A call and its response, if it has ended. */
  Uni<Optional<EndedCall>> ended(UUID id);

  /** Which of these have ended, or are gone. */
  Uni<List<UUID>> endedAmong(Collection<UUID> ids);

  /** Calls in whatever state, with what their events are numbered by; not those that are gone. */
  Uni<List<CallHistory>> histories(Collection<UUID> ids);

  /** The latest event of those among these calls that have not ended. */
  Uni<Map<UUID, EventId>> latestEvents(Collection<UUID> ids);

  /** A part of the list of calls. */
  Uni<List<CallRow>> list(CallQuery query);

  /** Ends a waiting call, or asks the owner of a running one to stop. */
  Uni<Cancellation> cancel(UUID id);

  /** Which of this node's running calls are to be stopped. */
  Uni<List<UUID>> cancelRequested(UUID node);

  /**
   * Puts an ended call back into the queue with so many further attempts. False: its state does not
   * allow it.
   */
  Uni<Boolean> retry(UUID id, int attempts);

  /** Forgets an ended call. False: it has not ended, or does not exist. */
  Uni<Boolean> delete(UUID id);

  /** Ends waiting calls whose budget is spent. */
  Uni<List<Transition>> expire(int limit);

  /** Forgets ended calls whose retention is over; how many. */
  Uni<Integer> purge(int limit);

  /** Counts the queue. */
  Uni<List<QueueSample>> sample();

  /** Counts what waits of each caller that has something waiting. */
  Uni<Map<String, Long>> sampleCallers();
}
