package dev.raincheck.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux tells of a live process, for those who look for leaks. */
final class ProcessFigures {
  private static final int KILOBYTE = 1024;

  private final Path process;

  ProcessFigures(long pid) {
    this.process = Path.of("/proc", Long.toString(pid));
  }

  int threads() throws IOException {
    return (int) status("Threads");
  }

  long residentBytes() throws IOException {
    return status("VmRSS") * KILOBYTE;
  }

  /** Files and sockets. */
  int openFiles() throws IOException {
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      return (int) files.count();
    }
  }

  private long status(String name) throws IOException {
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith(name + ":")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("No " + name);
  }
}
