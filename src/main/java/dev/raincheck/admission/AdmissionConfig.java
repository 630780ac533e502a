package dev.raincheck.admission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of what callers may ask for. */
@ConfigMapping(prefix = "raincheck.limits")
interface AdmissionConfig {

  /** The longest {@code Call-Delay}. */
  @WithDefault("30d")
  Duration delay();

  /** The longest {@code Operation-Timeout}. */
  @WithDefault("30d")
  Duration operationTimeout();

  /** How many calls a batch may have. */
  @WithDefault("10000")
  int batch();
}
