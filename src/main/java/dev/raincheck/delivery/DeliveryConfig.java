package dev.raincheck.delivery;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How callers may wait for results. */
@ConfigMapping(prefix = "raincheck.delivery")
interface DeliveryConfig {

  /** The longest wait of one request, whatever {@code Prefer: wait} asks for. */
  @WithDefault("30s")
  Duration maxWait();

  /** How many requests may wait at a time; further ones are answered at once. */
  @WithDefault("100000")
  int maxWaiters();

  /** How often waiting requests look at their calls when no signal came. */
  @WithDefault("1s")
  Duration pollInterval();

  /** How many streams of events may be open at a time; further ones are refused. */
  @WithDefault("10000")
  int maxStreams();

  /** How often a stream of events shows that it is alive. */
  @WithDefault("15s")
  Duration heartbeat();

  /** How much of the results of a batch is in memory at a time while they are sent, about. */
  @WithDefault("4M")
  MemorySize gatherMemory();
}
