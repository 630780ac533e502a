package dev.raincheck.store.embedded;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of the embedded PostgreSQL; without effect where a database URL is configured. */
@ConfigMapping(prefix = "raincheck.embedded")
interface EmbeddedConfig {
  String DATA_DIR = "raincheck.embedded.data-dir";
  String EPHEMERAL = "raincheck.embedded.ephemeral";
  String PORT = "raincheck.embedded.port";

  /**
   * Directory that keeps the data; made if missing. Relative to the working directory, which in dev
   * mode is the project's.
   */
  @WithDefault("raincheck-data")
  Path dataDir();

  /** Directory for the unpacked server binaries; made if missing. */
  @WithDefault("${raincheck.embedded.data-dir}/binaries")
  Path binariesDir();

  /** Port on 127.0.0.1; 0 takes any free one. */
  @WithDefault("0")
  int port();

  /**
   * For tests: a fresh temporary directory instead of the data directory, deleted when the service
   * stops, and no fsync. Calls do not survive a restart.
   */
  @WithDefault("false")
  boolean ephemeral();

  /** How long the server may take to come up, crash recovery included. */
  @WithDefault("PT60S")
  Duration startTimeout();
}
