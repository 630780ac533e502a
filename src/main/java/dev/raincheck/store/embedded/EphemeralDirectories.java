package dev.raincheck.store.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Data directories of tests. A test run that is killed cannot delete its own, nor stop its server,
 * so every later one does that for it.
 */
final class EphemeralDirectories {
  private static final Logger LOG = Logger.getLogger(EphemeralDirectories.class);
  private static final String PREFIX = "raincheck-ephemeral-";
  // Time for an owner to get from making its directory to locking it.
  private static final Duration YOUNG = Duration.ofMinutes(1);

  private final Path parent;

  /**
   * @param parent where they are made, usually the system's directory for temporary files
   */
  EphemeralDirectories(Path parent) {
    this.parent = parent;
  }

  /**
   * Makes one, readable by its owner only.
   *
   * @throws EmbeddedFailure if there is no permission to
   */
  Path create() {
    try {
      return Files.createTempDirectory(parent, PREFIX);
    } catch (IOException e) {
      throw new EmbeddedFailure(
          EmbeddedConfig.EPHEMERAL + " needs a directory in " + parent + ": " + e, e);
    }
  }

  /**
   * Discards those whose owners are gone.
   *
   * @param fresh one just made, to compare the others' age and owner with
   */
  void sweep(Path fresh, Path binariesDir) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path directory : all) {
        if (isOld(directory, fresh)) {
          discard(directory, binariesDir);
        }
      }
    } catch (IOException e) {
      LOG.debugf(e, "Not all of %s was swept", parent);
    }
  }

  private static boolean isOld(Path directory, Path fresh) throws IOException {
    Path lock = directory.resolve(DataDirectory.LOCK);
    return Files.getOwner(directory).equals(Files.getOwner(fresh))
        && Files.exists(lock)
        && Files.getLastModifiedTime(lock)
            .toInstant()
            .plus(YOUNG)
            .isBefore(Files.getLastModifiedTime(fresh).toInstant());
  }

  private static void discard(Path directory, Path binariesDir) {
    try {
      Instance.discard(directory, binariesDir);
    } catch (EmbeddedFailure inUse) {
      LOG.debugf("%s stays: %s", directory, inUse.getMessage());
    }
  }
}
