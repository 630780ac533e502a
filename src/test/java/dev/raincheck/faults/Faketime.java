package dev.raincheck.faults;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * libfaketime, which fakes the wall clock of a process and leaves alone what it measures durations
 * with. {@code .ci/libfaketime} fetches it without installing it.
 */
final class Faketime {
  private Faketime() {}

  /** The library; empty if it is neither installed nor fetched. */
  static Optional<Path> library() throws IOException {
    Path fetched = Path.of(System.getProperty("user.home"), ".cache", "raincheck", "faketime");
    for (Path root : List.of(fetched.resolve("usr/lib"), Path.of("/usr/lib"))) {
      if (Files.isDirectory(root)) {
        // A directory for each architecture.
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(root)) {
          for (Path directory : directories) {
            Path library = directory.resolve("faketime/libfaketime.so.1");
            if (Files.exists(library)) {
              return Optional.of(library);
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * What a process needs in its environment.
   *
   * @param offset of its clock, as in {@code +5m}
   */
  static Map<String, String> environment(Path library, String offset) {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAKETIME",
        offset,
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        // Else the JVM's timed waits, which are on the monotonic clock, would end at once.
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0");
  }
}
