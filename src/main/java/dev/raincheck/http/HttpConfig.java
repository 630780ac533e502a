package dev.raincheck.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How HTTP is served. */
@ConfigMapping(prefix = "raincheck.http")
interface HttpConfig {

  /** How long answers that are under way may take when the service shuts down. */
  @WithDefault("2s")
  Duration closeGrace();

  /** How long the body of a request may take to come in; then its connection is closed. */
  @WithDefault("1m")
  Duration bodyTimeout();
}
