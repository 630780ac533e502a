package dev.raincheck.store.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What the {@code postmaster.pid} found in a PostgreSQL data directory says of its server. */
enum Leftover {
  /** There is no such file, or its process is gone, which PostgreSQL finds out by itself. */
  NONE,
  /** The server is running. */
  RUNNING,
  /** The process id belongs to some other process now; PostgreSQL would refuse to start. */
  STALE;

  /**
   * @param cluster PostgreSQL's data directory, which no live instance of the service holds
   */
  static Leftover in(Path cluster) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(pidFile(cluster));
    } catch (NoSuchFileException e) {
      return NONE;
    }
    if (lines.isEmpty() || !lines.get(0).strip().matches("\\d{1,10}")) {
      return STALE;
    }
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
        .filter(ProcessHandle::isAlive)
        .map(process -> serves(process, cluster) ? RUNNING : STALE)
        .orElse(NONE);
  }

  static Path pidFile(Path cluster) {
    return cluster.resolve("postmaster.pid");
  }

  private static boolean serves(ProcessHandle process, Path cluster) {
    Path workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
    try {
      // The server's processes work in their data directory.
      return Files.isSameFile(workingDirectory, cluster);
    } catch (AccessDeniedException e) {
      // Another user's, whom PostgreSQL would not let work in a directory of ours.
      return false;
    } catch (IOException e) {
      return servesByItsArguments(process.info(), cluster);
    }
  }

  /** For systems without {@code /proc}. In doubt it is taken for the server, to be stopped. */
  private static boolean servesByItsArguments(ProcessHandle.Info process, Path cluster) {
    if (!process.command().map(command -> command.contains("postgres")).orElse(false)) {
      return false;
    }
    return process
        .arguments()
        .map(arguments -> Arrays.asList(arguments).contains(cluster.toString()))
        .orElse(true);
  }
}
