package dev.raincheck.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who may call. */
@ConfigMapping(prefix = "raincheck.security")
interface SecurityConfig {

  /** Whether callers need no credentials. There is no other way yet, so false fails the start. */
  @WithDefault("true")
  boolean anonymous();
}
