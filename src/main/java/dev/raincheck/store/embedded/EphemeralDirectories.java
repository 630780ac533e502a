package dev.raincheck.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Data directories of tests, under the system's directory for temporary files. */
final class EphemeralDirectories {
  private static final String PREFIX = "raincheck-ephemeral-";

  private EphemeralDirectories() {}

  /** Makes one, readable by the owner only. */
  static Path create() {
    try {
      return Files.createTempDirectory(PREFIX);
    } catch (IOException e) {
      throw new EmbeddedFailure("No temporary directory for " + EmbeddedConfig.EPHEMERAL, e);
    }
  }
}
