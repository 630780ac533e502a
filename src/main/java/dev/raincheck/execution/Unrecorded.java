package dev.raincheck.execution;

import dev.raincheck.core.Outcome;
import dev.raincheck.core.StoredResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory for outcomes on their way to the database. As long as there is some left, an attempt
 * that is over makes room for the next at once; after that only when its outcome is on disk, so
 * that an outage of the database fills this and no more. Thread-safe.
 */
@ApplicationScoped
class Unrecorded {
  /** What an outcome takes besides its body, about. */
  private static final long OVERHEAD = 4_096;

  private final long limit;
  private final AtomicLong bytes = new AtomicLong();

  @Inject
  Unrecorded(ExecutionConfig config) {
    this(config.unrecorded().asLongValue());
  }

  Unrecorded(long limit) {
    this.limit = limit;
  }

  /** Whether there is memory left for it; it is then taken until {@link #drop}. */
  boolean tryKeep(Outcome outcome) {
    long size = size(outcome);
    if (bytes.addAndGet(size) <= limit) {
      return true;
    }
    bytes.addAndGet(-size);
    return false;
  }

  /** What was kept is on disk. */
  void drop(Outcome outcome) {
    bytes.addAndGet(-size(outcome));
  }

  private static long size(Outcome outcome) {
    return OVERHEAD + response(outcome).map(response -> response.body().length).orElse(0);
  }

  private static Optional<StoredResponse> response(Outcome outcome) {
    if (outcome instanceof Outcome.Succeeded succeeded) {
      return Optional.of(succeeded.response());
    }
    return outcome instanceof Outcome.Failed failed
        ? Optional.of(failed.response())
        : Optional.empty();
  }
}
