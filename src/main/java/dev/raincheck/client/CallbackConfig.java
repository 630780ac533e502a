package dev.raincheck.client;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a receiver of callbacks ({@link VerifiedCallback}) checks them. */
@ConfigMapping(prefix = "raincheck.client.callback")
interface CallbackConfig {

  /**
   * Secrets, of which one must fit: {@code whsec_} and base64, or {@code whpk_} and that of an
   * Ed25519 public key. Two while one is being rotated. Without any, every callback is refused.
   */
  Optional<List<String>> secrets();

  /** How far the time of a callback may be from that of this machine. */
  @WithDefault("5m")
  Duration tolerance();

  /** How many callbacks are remembered, so that none is handled twice. */
  @WithDefault("10000")
  int remembered();

  /** How long one that is being handled may take until another try of it is let through. */
  @WithDefault("5m")
  Duration handling();
}
