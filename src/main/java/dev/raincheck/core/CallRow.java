package dev.raincheck.core;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A call as the database has it at one moment.
 *
 * @param caller who it belongs to; empty for an anonymous caller
 * @param queueAt when a queued call may start
 * @param ran inside the procedure so far, all attempts that are over
 * @param deliveries of its ends, oldest first; not read for lists
 * @param readAt the database's time of this look
 */
public record CallRow(
    UUID id,
    String procedure,
    String caller,
    CallState state,
    Instant createdAt,
    Optional<Instant> notBefore,
    Optional<Instant> expiresAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<Instant> queueAt,
    int attempt,
    int maxAttempts,
    boolean cancelRequested,
    Optional<Call.Progress> progress,
    Optional<Call.Failure> failure,
    List<Call.Attempt> attempts,
    Duration ran,
    List<Call.Delivery> deliveries,
    Instant readAt) {

  /** From being stored to the end, or to now. */
  public Duration total() {
    return nonNegative(Duration.between(createdAt, endedAt.orElse(readAt)));
  }

  /** Inside the procedure: attempts that are over, and the one that runs. */
  public Duration running() {
    if (state != CallState.RUNNING || attempts.isEmpty()) {
      return ran;
    }
    Instant since = attempts.get(attempts.size() - 1).startedAt();
    return ran.plus(nonNegative(Duration.between(since, readAt)));
  }

  /** Waiting in the queue: for the first attempt, and between attempts. */
  public Duration queued() {
    Duration waiting = Duration.ZERO;
    Instant since = createdAt;
    for (Call.Attempt attempt : attempts) {
      waiting = waiting.plus(nonNegative(Duration.between(since, attempt.startedAt())));
      since = attempt.endedAt() == null ? readAt : attempt.endedAt();
    }
    return switch (state) {
      case QUEUED -> waiting.plus(nonNegative(Duration.between(since, readAt)));
      case RUNNING, SUCCEEDED, FAILED -> waiting;
      case CANCELLED, EXPIRED ->
          waiting.plus(nonNegative(Duration.between(since, endedAt.orElse(readAt))));
    };
  }

  private static Duration nonNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
