package dev.raincheck.admission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How batches are looked after. */
@ConfigMapping(prefix = "raincheck.batches")
interface BatchConfig {

  /** How often it is looked whether calls of batches have ended when nothing else tells. */
  @WithDefault("1s")
  Duration pollInterval();

  /** How many ends of calls one statement takes in, at least 1. */
  @WithDefault("5000")
  int sweepBatch();

  /** How many calls of a batch one statement cancels, at least 1. */
  @WithDefault("1000")
  int cancelBatch();
}
