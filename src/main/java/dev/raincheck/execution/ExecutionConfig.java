package dev.raincheck.execution;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How this replica runs attempts. */
@ConfigMapping(prefix = "raincheck.execution")
interface ExecutionConfig {

  /** How often the queue is looked at when nothing else gives a reason to. */
  @WithDefault("1s")
  Duration pollInterval();

  /**
   * Within this time after a replica has died, what it ran starts again elsewhere. It renews its
   * lease five times as often, and is taken for dead after four fifths of it.
   */
  @WithDefault("15s")
  Duration lease();

  /** How long an attempt that was asked to stop may go on before it is given up. */
  @WithDefault("5s")
  Duration stopGrace();

  /** How long a call waits whose circuit breaker is open or whose bulkhead is full. */
  @WithDefault("1s")
  Duration notRunDelay();

  /** How long running attempts may go on when the service shuts down. */
  @WithDefault("10s")
  Duration drainGrace();

  /** How many calls one sweep expires at most. */
  @WithDefault("1000")
  int expiryBatch();

  /**
   * Calls are claimed beyond the slots of their procedure as far as they will probably start within
   * this time, by the mean run time of the latest attempts; 0 for none. At most four times the
   * concurrency.
   */
  @WithDefault("20ms")
  Duration claimAhead();

  /**
   * How much memory outcomes may take that are not on disk yet, while other attempts run in their
   * slots; with 0 each keeps its slot until it is recorded.
   */
  @WithDefault("32M")
  MemorySize unrecorded();

  /** Name of this replica in the history of attempts; by default the host's and a random part. */
  Optional<String> nodeName();

  /** Name of the host, as container platforms set it. */
  @WithDefault("${HOSTNAME:localhost}")
  String hostName();
}
