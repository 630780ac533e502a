package dev.raincheck.execution;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of what attempts may leave behind. */
@ConfigMapping(prefix = "raincheck.limits")
interface LimitsConfig {

  /** How large a result may be; a larger one fails its call. */
  @WithDefault("16M")
  MemorySize result();
}
