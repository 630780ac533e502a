package dev.raincheck.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A database and the replicas of {@link WorkApplication} on it. All times are short; what a test is
 * about it sets itself. Each replica keeps its port when it starts again. Of one thread.
 */
final class Fleet implements AutoCloseable {
  private static final String[] SHORT_TIMES = {
    "raincheck.execution.lease=3s",
    "raincheck.execution.poll-interval=200ms",
    "raincheck.execution.stop-grace=1s",
    "raincheck.execution.drain-grace=1s",
    "raincheck.execution.not-run-delay=100ms",
    "raincheck.delivery.poll-interval=200ms",
    "raincheck.store.timeout=5s",
    "raincheck.procedures.\"work\".backoff=50ms",
    "raincheck.procedures.\"work\".max-backoff=1s"
  };

  private final Path directory;
  private final String[] settings;
  private final Path application;
  private final PostgresServer database;
  private final Executions executions;
  private final List<Service> replicas = new ArrayList<>();
  private int planned;

  /**
   * Starts the database; no replica yet.
   *
   * @param directory for everything
   * @param settings of every replica
   */
  Fleet(Path directory, String... settings) throws Exception {
    this(
        directory,
        WorkApplication.directory(),
        PostgresServer.start(directory.resolve("database")),
        settings);
  }

  /**
   * On a database that is there, and now belongs to the fleet.
   *
   * @param application a {@code quarkus-app} directory
   */
  Fleet(Path directory, Path application, PostgresServer database, String... settings) {
    this.directory = directory;
    this.settings = settings;
    this.application = application;
    this.database = database;
    this.executions = Executions.in(directory.resolve("executions"));
  }

  PostgresServer database() {
    return database;
  }

  Executions executions() {
    return executions;
  }

  /** The replicas in the order in which they were first started, ended ones too. */
  List<Service> replicas() {
    return replicas;
  }

  Service replica(int index) {
    return replicas.get(index);
  }

  /** A further replica, on a port of its own; not started. */
  Service.Plan plan(String... more) throws IOException {
    return Service.Plan.of(application, directory.resolve("replica-" + planned++))
        .port(Ports.free())
        .database(database.jdbcUrl(), database.user(), database.password())
        .with(SHORT_TIMES)
        .with(executions.setting())
        .with(settings)
        .with(more);
  }

  /** A further replica that reaches the database through the link; not started. */
  Service.Plan planBehind(Link link, String... more) throws IOException {
    return plan(more)
        .database(PostgresServer.jdbcUrl(link.port()), database.user(), database.password());
  }

  /** Starts further replicas at the same time, and waits until all listen. */
  List<Service> start(int count) throws IOException {
    List<Service.Plan> plans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      plans.add(plan());
    }
    return start(plans);
  }

  /** Starts these at the same time, and waits until all listen. */
  List<Service> start(List<Service.Plan> plans) throws IOException {
    List<Service> started = new ArrayList<>();
    for (Service.Plan plan : plans) {
      Service service = Service.startWithoutWaiting(plan);
      started.add(service);
      replicas.add(service);
    }
    started.forEach(Service::awaitListening);
    return started;
  }

  /** Starts it, and waits until it listens. */
  Service start(Service.Plan plan) throws IOException {
    return start(List.of(plan)).get(0);
  }

  /** Starts a replica that has ended once more, in its place, and waits until it listens. */
  Service startAgain(int index) throws IOException {
    Service started = Service.startWithoutWaiting(replicas.get(index).plan());
    replicas.set(index, started).close();
    started.awaitListening();
    return started;
  }

  /** Kills what runs, then stops the database. */
  @Override
  public void close() throws IOException {
    try (database) {
      for (Service replica : replicas) {
        replica.close();
      }
    }
  }
}
