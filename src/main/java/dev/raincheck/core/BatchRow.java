package dev.raincheck.core;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A batch as the database has it at one moment.
 *
 * @param awaiting how many calls have to succeed; 0: all are to end
 * @param total how many calls it has
 * @param endedAt when what is awaited had come
 * @param cancelled whether what has not ended is being cancelled
 * @param settled whether no call of it can end any more
 * @param counts calls in each state; one that was deleted is in none
 * @param waiting procedures of the calls that have not ended
 * @param deliveries of its end, oldest first
 */
public record BatchRow(
    UUID id,
    String caller,
    int awaiting,
    boolean failFast,
    int total,
    Instant createdAt,
    Optional<Instant> endedAt,
    boolean cancelled,
    boolean settled,
    Map<CallState, Integer> counts,
    Set<String> waiting,
    List<Call.Delivery> deliveries) {

  public BatchRow {
    counts = Map.copyOf(counts);
    waiting = Set.copyOf(waiting);
    deliveries = List.copyOf(deliveries);
  }

  /** How many calls are in this state. */
  public int count(CallState state) {
    return counts.getOrDefault(state, 0);
  }

  /** RUNNING until what is awaited has come, and then what it came to. */
  public CallState state() {
    if (endedAt.isEmpty()) {
      return CallState.RUNNING;
    } else if (count(CallState.SUCCEEDED) >= (awaiting == 0 ? total : awaiting)) {
      return CallState.SUCCEEDED;
    }
    boolean failed = count(CallState.FAILED) + count(CallState.EXPIRED) > 0;
    return cancelled && !failed ? CallState.CANCELLED : CallState.FAILED;
  }
}
