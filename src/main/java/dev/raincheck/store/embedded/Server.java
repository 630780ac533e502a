package dev.raincheck.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The server's process in a data directory that this process holds. It is no child of this JVM:
 * {@code pg_ctl} gives it a session of its own, so that a Ctrl-C at the terminal does not reach it
 * before the service has drained.
 */
final class Server {
  private static final Logger LOG = Logger.getLogger(Server.class);

  private static final Duration FAST_STOP = Duration.ofSeconds(20);
  private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(10);
  // pg_ctl keeps its own time; this is for the case that it hangs itself.
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int LOG_TAIL_CHARS = 1000;

  private final DataDirectory directory;
  private final Command command;

  Server(DataDirectory directory, Command command) {
    this.directory = directory;
    this.command = command;
  }

  /** Stops the server that a killed owner left running, or removes its file that is in the way. */
  void stopLeftover() throws IOException {
    switch (Leftover.in(directory.cluster())) {
      case NONE -> {}
      case STALE -> Files.deleteIfExists(Leftover.pidFile(directory.cluster()));
      case RUNNING -> {
        LOG.infof("Stopping the PostgreSQL server left running in %s", directory.root());
        stop();
      }
    }
  }

  /**
   * Starts the server and waits until it accepts connections.
   *
   * @param durable whether commits wait for the disk
   * @throws EmbeddedFailure with the end of the server's log, if it does not come up in time
   */
  void start(int port, boolean durable, Duration limit) throws IOException {
    keepPreviousLog();
    String options =
        String.join(
            " ",
            "-p " + port,
            "-c listen_addresses=127.0.0.1",
            "-c synchronous_commit=on",
            durable ? "-c fsync=on" : "-c fsync=off -c full_page_writes=off");
    long started = System.nanoTime();
    Command.Result result;
    do {
      result = control(limit, "start", "--log=" + directory.log(), "--options=" + options);
    } while (!result.succeeded()
        && orphansHoldOn()
        && System.nanoTime() - started < limit.toNanos());
    if (!result.succeeded()) {
      stopLeftover();
      throw new EmbeddedFailure(
          "The embedded PostgreSQL did not start on port "
              + port
              + " (raincheck.embedded.port) in up to "
              + limit.toSeconds()
              + " s (raincheck.embedded.start-timeout). "
              + directory.log()
              + " ends with: "
              + logTail());
    }
  }

  /**
   * Stops the server, if it runs: sessions are cut off, and commits stay.
   *
   * @throws EmbeddedFailure if it is still there afterwards
   */
  void stop() throws IOException {
    if (Leftover.in(directory.cluster()) != Leftover.RUNNING) {
      return;
    }
    Command.Result fast = control(FAST_STOP, "stop", "--mode=fast");
    if (fast.succeeded()) {
      return;
    }
    LOG.warnf("The embedded PostgreSQL is slow to stop (%s), stopping it at once", fast.output());
    Command.Result immediate = control(IMMEDIATE_STOP, "stop", "--mode=immediate");
    if (!immediate.succeeded() && Leftover.in(directory.cluster()) == Leftover.RUNNING) {
      throw DataDirectory.unusable(
          directory.root(), "its server does not stop: " + immediate.output(), null);
    }
  }

  private Command.Result control(Duration limit, String action, String... arguments)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(action, "--wait"));
    all.add("--timeout=" + Math.max(1, limit.toSeconds()));
    all.add("--pgdata=" + directory.cluster());
    all.addAll(List.of(arguments));
    return command.run(limit.plus(GRACE), "pg_ctl", all);
  }

  /** Whether processes of a server that was killed itself have not noticed that yet. */
  private boolean orphansHoldOn() {
    return logTail().contains("is still in use");
  }

  private void keepPreviousLog() throws IOException {
    Path log = directory.log();
    try {
      Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException firstStart) {
      return;
    }
  }

  private String logTail() {
    try {
      String log = Files.readString(directory.log()).strip();
      return log.substring(Math.max(0, log.length() - LOG_TAIL_CHARS));
    } catch (IOException e) {
      return "(unreadable: " + e + ")";
    }
  }
}
