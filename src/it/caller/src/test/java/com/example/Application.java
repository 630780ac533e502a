package com.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A packaged Quarkus application, for a JVM or a native executable, as a process of its own, always
 * on the same port.
 */
final class Application implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<String> command = new ArrayList<>();
  private final Path directory;
  private final Path log;
  private final int port;
  private final AutoCloseable database;
  private Process process;

  private Application(Path packaged, Path directory, AutoCloseable database, List<String> settings)
      throws IOException {
    this.directory = Files.createDirectories(directory);
    this.database = database;
    // Not with its data, which the tests leave nothing of.
    this.log = Path.of("target", directory.getFileName() + ".log");
    this.port = Ports.free();
    boolean isNative = isNative(packaged);
    if (isNative) {
      command.add(packaged.toAbsolutePath().toString());
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.add("-Xmx256m");
    command.add("-Dquarkus.http.host=127.0.0.1");
    command.add("-Dquarkus.http.port=" + port);
    settings.forEach(setting -> command.add("-D" + setting));
    if (!isNative) {
      command.add("-jar");
      command.add(packaged.resolve("quarkus-run.jar").toAbsolutePath().toString());
    }
  }

  /** An application for a JVM is a directory. */
  private static boolean isNative(Path packaged) {
    return !Files.isDirectory(packaged);
  }

  /** Raincheck, with its database in the directory. Not started. */
  static Application service(Path directory) throws IOException {
    Path packaged = Path.of(System.getProperty("example.service"));
    List<String> settings =
        new ArrayList<>(
            List.of(
                "raincheck.execution.lease=2s",
                "raincheck.security.anonymous=true",
                "raincheck.fetch.allow-private=true"));
    if (isNative(packaged)) {
      // Which brings no database; this one outlives the service's process too.
      EmbeddedPostgres database =
          EmbeddedPostgres.builder().setDataDirectory(directory.resolve("data")).start();
      settings.add(
          "quarkus.datasource.jdbc.url=jdbc:postgresql://127.0.0.1:%d/postgres"
              .formatted(database.getPort()));
      settings.add("quarkus.datasource.username=postgres");
      return new Application(packaged, directory, database, settings);
    }
    settings.add("raincheck.embedded.data-dir=" + directory.resolve("data"));
    settings.add(
        "raincheck.embedded.binaries-dir="
            + Path.of(System.getProperty("user.home"), ".cache", "raincheck"));
    return new Application(packaged, directory, () -> {}, settings);
  }

  /** This application, which finds Raincheck there. Not started. */
  static Application caller(Path directory, URI service, String... settings) throws IOException {
    List<String> all = new ArrayList<>(List.of("quarkus.rest-client.raincheck.url=" + service));
    all.addAll(List.of(settings));
    Path packaged = Path.of(System.getProperty("example.caller"));
    return new Application(packaged, directory, () -> {}, all);
  }

  /** Starts it, and waits until it listens. */
  Application start() throws IOException {
    process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Process started = process;
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroy));
    Awaitility.await("start of " + directory.getFileName())
        .atMost(PATIENCE)
        .until(
            () -> {
              assertTrue(started.isAlive(), log());
              return log().contains("Listening on");
            });
    return this;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What it has written since its last start. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** Ends it at once, as {@code kill -9} does, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(directory.getFileName() + " does not end");
    }
  }

  /** Asks it to end, and waits until it has. */
  @Override
  public void close() throws Exception {
    if (process != null) {
      process.destroy();
      awaitEnd();
    }
    database.close();
  }
}
