package dev.raincheck.store.embedded;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** What differs between the systems that the server runs on. */
final class Platform {
  static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
  static final boolean MAC = System.getProperty("os.name").startsWith("Mac");
  static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private Platform() {}

  /**
   * Whether this process is the superuser's, as whom PostgreSQL refuses to run.
   *
   * @param own a file that this process has made
   */
  static boolean isRoot(Path own) throws IOException {
    return POSIX && Integer.valueOf(0).equals(Files.getAttribute(own, "unix:uid"));
  }
}
