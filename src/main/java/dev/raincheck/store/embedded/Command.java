package dev.raincheck.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of one of PostgreSQL's programs. */
final class Command {
  private final Binaries binaries;
  private final boolean root;

  /**
   * @param root whether this process is the superuser's; the programs are then run in a user
   *     namespace in which they are nobody
   */
  Command(Binaries binaries, boolean root) {
    this.binaries = binaries;
    this.root = root;
  }

  /**
   * What a program said.
   *
   * @param code 0 if it did what it was asked
   * @param output of both streams
   */
  record Result(int code, String output) {
    boolean succeeded() {
      return code == 0;
    }
  }

  /**
   * Runs the program and waits for its end; one that takes longer than the limit is killed.
   *
   * @throws EmbeddedFailure if it takes too long, or this thread is interrupted
   */
  Result run(Duration limit, String program, List<String> arguments) throws IOException {
    List<String> line = new ArrayList<>();
    if (root) {
      line.addAll(List.of("unshare", "--user", "--"));
    }
    line.add(binaries.program(program).toString());
    line.addAll(arguments);

    // A file, as the server inherits a pipe on some systems and so would keep it open.
    Path output = Files.createTempFile("raincheck-", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      process.getOutputStream().close();
      int code = await(process, limit, program);
      return new Result(code, Files.readString(output).strip());
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static int await(Process process, Duration limit, String program) {
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new EmbeddedFailure("Interrupted while " + program + " was running", e);
    }
    process.destroyForcibly();
    throw new EmbeddedFailure(program + " did not end within " + limit.toSeconds() + " s");
  }
}
