package dev.raincheck.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How ended calls are dropped. */
@ConfigMapping(prefix = "raincheck.retention")
interface RetentionConfig {

  /** How often calls are looked for whose retention is over. */
  @WithDefault("10s")
  Duration interval();

  /** How many calls one statement drops, at least 1. */
  @WithDefault("500")
  int batch();
}
