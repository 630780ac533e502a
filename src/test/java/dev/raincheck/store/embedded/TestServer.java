package dev.raincheck.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * The programs that the service unpacks, for tests that need a server of their own and its faults.
 * Works for the superuser too. Not safe for use by several threads at once.
 */
public final class TestServer implements AutoCloseable {
  /** The superuser of the server. */
  public static final String SUPERUSER = Endpoint.USER;

  /** The database that is there from the beginning. */
  public static final String DATABASE = "postgres";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final DataDirectory directory;
  private final Command command;
  private final Server server;
  private final int port;

  private TestServer(DataDirectory directory, Command command, int port) {
    this.directory = directory;
    this.command = command;
    this.server = new Server(directory, command);
    this.port = port;
  }

  /**
   * Makes the data directory; nothing runs yet.
   *
   * @param path made if missing
   * @param password of the superuser
   * @param port on 127.0.0.1
   * @param settings of {@code postgresql.conf}, as in {@code name=value}
   */
  public static TestServer in(Path path, String password, int port, List<String> settings)
      throws IOException {
    DataDirectory directory = DataDirectory.open(path);
    try {
      Command command =
          new Command(Binaries.in(Servers.BINARIES), Platform.isRoot(directory.lockFile()));
      new Cluster(directory, command).prepare(password, true);
      Path configuration = directory.cluster().resolve("postgresql.conf");
      for (String setting : settings) {
        String[] both = setting.split("=", 2);
        Files.writeString(
            configuration,
            "\n" + both[0] + " = '" + both[1].replace("'", "''") + "'\n",
            StandardOpenOption.APPEND);
      }
      return new TestServer(directory, command, port);
    } catch (IOException | RuntimeException failure) {
      directory.close();
      throw failure;
    }
  }

  /** Starts it and waits until it accepts connections; with fsync. */
  public void start() throws IOException {
    server.start(port, true, LIMIT);
  }

  /** Stops it as an administrator would: sessions are cut off, and there is a checkpoint. */
  public void stop() throws IOException {
    server.stop();
  }

  /** Stops it as a crash would: the next start recovers from the log. */
  public void stopImmediately() throws IOException {
    Command.Result result =
        command.run(
            LIMIT,
            "pg_ctl",
            List.of("stop", "--wait", "--mode=immediate", "--pgdata=" + directory.cluster()));
    if (!result.succeeded()) {
      throw new IOException(result.output());
    }
  }

  /** The server's own log since its last start. */
  public String log() throws IOException {
    return Files.readString(directory.log());
  }

  /** Stops it, and lets others have the directory, whose data stays. */
  @Override
  public void close() throws IOException {
    try (directory) {
      server.stop();
    }
  }
}
