package dev.raincheck.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs a program to its end. */
final class Program {

  private Program() {}

  /**
   * Returns what it prints.
   *
   * @throws IOException if it cannot be started, or fails; the message has what it complains of
   */
  static String run(String... command) throws IOException {
    Path complaints = Files.createTempFile("program", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + Files.readString(complaints));
      }
      return printed;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    } finally {
      Files.delete(complaints);
    }
  }
}
