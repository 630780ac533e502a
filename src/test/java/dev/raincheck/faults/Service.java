package dev.raincheck.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged service as a process of its own, with an embedded database in a directory that
 * outlives it. {@link #start} waits until it listens; {@link #kill} gives it no chance to say
 * good-bye.
 */
final class Service implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");

  private final Process process;
  private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  private final Thread reader = new Thread(this::read, "log of the service");

  private Service(Process process) {
    this.process = process;
  }

  /**
   * Starts the service and waits until it listens.
   *
   * @param dataDir of the embedded database
   * @param settings further properties, as in {@code name=value}
   */
  static Service start(Path dataDir, String... settings) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-Xmx256m"));
    for (String setting : settings) {
      command.add("-D" + setting);
    }
    command.addAll(
        List.of(
            "-Dquarkus.http.port=0",
            "-Dquarkus.http.host=127.0.0.1",
            "-Draincheck.embedded.data-dir=" + dataDir,
            "-Draincheck.embedded.binaries-dir="
                + Path.of(System.getProperty("user.home"), ".cache", "raincheck"),
            "-jar",
            Path.of(
                    System.getProperty("raincheck.build.directory", "target"),
                    "quarkus-app",
                    "quarkus-run.jar")
                .toAbsolutePath()
                .toString()));
    Service service =
        new Service(
            new ProcessBuilder(command)
                .directory(dataDir.getParent().toFile())
                .redirectErrorStream(true)
                .start());
    service.reader.setDaemon(true);
    service.reader.start();
    service.port();
    return service;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      String line;
      while ((line = lines.readLine()) != null) {
        log.add(line);
        Matcher listening = LISTENING.matcher(line);
        if (listening.find()) {
          port.complete(Integer.valueOf(listening.group(1)));
        }
      }
    } catch (IOException killed) {
      log.add("The log has ended: " + killed.getMessage());
    } finally {
      port.completeExceptionally(new IOException("The service ended before it listened"));
    }
  }

  private int port() {
    try {
      return port.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      kill();
      throw new AssertionError("The service did not start:\n" + log(), failure);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Where it listens. */
  URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** What it has written so far. */
  String log() {
    return String.join("\n", log);
  }

  /** Ends it at once, as {@code kill -9} does, and waits until it is gone. */
  void kill() {
    process.toHandle().destroyForcibly();
    awaitEnd();
  }

  /** Asks it to end, and waits until it has; its exit status. */
  int stop() {
    // The process itself would close its output too, and the end of the log be lost.
    process.toHandle().destroy();
    return awaitEnd();
  }

  private int awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("The service does not end:\n" + log());
      }
      reader.join(PATIENCE.toMillis());
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }
}
