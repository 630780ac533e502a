package dev.raincheck.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;

/**
 * The packaged service as a process of its own, with an embedded database in a directory that
 * outlives it or on a database that others use too. Safe for use by several threads.
 */
final class Service implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Plan plan;
  private final Process process;
  private final ProcessFigures figures;
  private final ServiceLog log;
  private final Thread atExit = new Thread(this::killAtExit, "kill the service");

  private Service(Plan plan, Process process) {
    this.plan = plan;
    this.process = process;
    this.figures = new ProcessFigures(process.pid());
    this.log = new ServiceLog(process.inputReader());
  }

  /**
   * What to start.
   *
   * @param application the packaged application, a {@code quarkus-app} directory
   * @param directory where it works; made if missing
   * @param port where it listens; 0: a free one
   * @param settings properties, as in {@code name=value}; of several of a name, the last counts
   * @param environment further variables
   * @param jvm options
   */
  record Plan(
      Path application,
      Path directory,
      int port,
      List<String> settings,
      Map<String, String> environment,
      List<String> jvm) {

    /** The defaults: a small heap and a quick start, on a free port. */
    static Plan of(Path application, Path directory) {
      List<String> jvm = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");
      return new Plan(application, directory, 0, List.of(), Map.of(), jvm);
    }

    /** With these properties too, which win over those there are. */
    Plan with(String... more) {
      List<String> all = new ArrayList<>(settings);
      all.addAll(List.of(more));
      return new Plan(application, directory, port, all, environment, jvm);
    }

    /** With this variable in the environment. */
    Plan environment(String name, String value) {
      Map<String, String> all = new HashMap<>(environment);
      all.put(name, value);
      return new Plan(application, directory, port, settings, all, jvm);
    }

    /** With these options of the JVM too, which win over those there are. */
    Plan jvm(String... more) {
      List<String> all = new ArrayList<>(jvm);
      all.addAll(List.of(more));
      return new Plan(application, directory, port, settings, environment, all);
    }

    /** Always on this port. */
    Plan port(int fixed) {
      return new Plan(application, directory, fixed, settings, environment, jvm);
    }

    /** With that database instead of an embedded one. */
    Plan database(String jdbcUrl, String user, String password) {
      return environment("QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl)
          .environment("QUARKUS_DATASOURCE_REACTIVE_URL", jdbcUrl.substring("jdbc:".length()))
          .environment("QUARKUS_DATASOURCE_USERNAME", user)
          .environment("QUARKUS_DATASOURCE_PASSWORD", password);
    }

    /**
     * With a wall clock that differs from the machine's; what measures durations does not.
     *
     * @param library of {@link Service#faketime}
     * @param offset as in {@code +5m}
     */
    Plan wallClock(Path library, String offset) {
      Plan fake = this;
      for (Map.Entry<String, String> variable : Faketime.environment(library, offset).entrySet()) {
        fake = fake.environment(variable.getKey(), variable.getValue());
      }
      return fake;
    }

    private List<String> command() {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(jvm);
      command.add("-Dquarkus.http.port=" + port);
      command.add("-Dquarkus.http.host=127.0.0.1");
      command.add("-Draincheck.security.anonymous=true");
      settings.forEach(setting -> command.add("-D" + setting));
      command.add("-jar");
      command.add(application.resolve("quarkus-run.jar").toAbsolutePath().toString());
      return command;
    }
  }

  /** The application that the build has packaged. */
  static Path packaged() {
    return Path.of(System.getProperty("raincheck.build.directory", "target"), "quarkus-app");
  }

  /**
   * Starts the packaged service with an embedded database, and waits until it listens.
   *
   * @param dataDir of the database
   * @param settings further properties, as in {@code name=value}
   */
  static Service start(Path dataDir, String... settings) throws IOException {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "raincheck");
    return start(
        Plan.of(packaged(), dataDir.toAbsolutePath().getParent())
            .with(settings)
            .with(
                "raincheck.embedded.data-dir=" + dataDir,
                "raincheck.embedded.binaries-dir=" + cache));
  }

  /** Starts it, and waits until it listens. */
  static Service start(Plan plan) throws IOException {
    Service service = startWithoutWaiting(plan);
    service.awaitListening();
    return service;
  }

  /** Starts it, and returns at once. */
  static Service startWithoutWaiting(Plan plan) throws IOException {
    Files.createDirectories(plan.directory());
    ProcessBuilder builder =
        new ProcessBuilder(plan.command())
            .directory(plan.directory().toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(plan.environment());
    Service service = new Service(plan, builder.start());
    Runtime.getRuntime().addShutdownHook(service.atExit);
    return service;
  }

  /** The library that fakes wall clocks; empty if it is not there. */
  static Optional<Path> faketime() throws IOException {
    return Faketime.library();
  }

  /** Waits until it takes requests. */
  void awaitListening() {
    try {
      log.port().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      kill();
      throw new AssertionError("The service did not start:\n" + log(), failure);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Plan plan() {
    return plan;
  }

  /** Where it listens; waits for that if it listens on a free port. */
  URI uri() {
    if (plan.port() == 0) {
      awaitListening();
      return URI.create("http://127.0.0.1:" + log.port().join());
    }
    return URI.create("http://127.0.0.1:" + plan.port());
  }

  /** What it has written so far, or the newest part of it. */
  String log() {
    return log.text();
  }

  /** Waits until the log has this text. */
  void awaitLog(String text) {
    Awaitility.await(text).atMost(PATIENCE).until(() -> log.contains(text));
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it at once, as {@code kill -9} does, and waits until it is gone. */
  void kill() {
    process.toHandle().destroyForcibly();
    awaitEnd();
  }

  /** Asks it to end, and returns at once. */
  void terminate() {
    // The process itself would close its output too, and the end of the log be lost.
    process.toHandle().destroy();
  }

  /** Asks it to end, and waits until it has; its exit status. */
  int stop() {
    terminate();
    return awaitEnd();
  }

  /** Waits until it has ended; its exit status. */
  int awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("The service does not end:\n" + log());
      }
      log.awaitEnd(PATIENCE);
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Stops all its threads, as a virtual machine that is moved does: SIGSTOP. */
  void pause() throws IOException {
    signal("STOP");
  }

  /** Lets its threads go on: SIGCONT. */
  void resume() throws IOException {
    signal("CONT");
  }

  private void signal(String name) throws IOException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
    if (kill.onExit().join().exitValue() != 0) {
      throw new IOException("There is no process " + pid());
    }
  }

  /** How many threads it has. */
  int threads() throws IOException {
    return figures.threads();
  }

  /** How much of its memory is in the machine's, in bytes. */
  long residentBytes() throws IOException {
    return figures.residentBytes();
  }

  /** How many files and sockets it has open. */
  int openFiles() throws IOException {
    return figures.openFiles();
  }

  private void killAtExit() {
    process.toHandle().destroyForcibly();
  }

  /** Ends it, if that has not happened: with a farewell where it has a server to stop. */
  @Override
  public void close() throws IOException {
    if (process.isAlive()) {
      if (plan.environment().containsKey("QUARKUS_DATASOURCE_JDBC_URL")) {
        kill();
      } else {
        resume();
        stop();
      }
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
