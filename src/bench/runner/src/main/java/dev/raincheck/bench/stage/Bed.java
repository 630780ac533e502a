package dev.raincheck.bench.stage;

import dev.raincheck.bench.load.Answer;
import dev.raincheck.bench.load.Load;
import dev.raincheck.bench.load.Requests;
import dev.raincheck.bench.system.Application;
import dev.raincheck.bench.system.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One or more replicas of the service on a database of their own.
 *
 * @param database the server
 * @param name of the database
 */
record Bed(Database database, String name, List<Application> replicas) implements AutoCloseable {
  static final int SUBMITTERS = Integer.getInteger("bench.submitters", 64);
  private static final int WARM_UP = 100_000;
  private static final int POLL_MILLIS = 10;

  /** An empty database that has the tables. */
  private static final String TEMPLATE = "empty";

  /** The template; started once, the service makes its tables. */
  static void prepare(Database database, Path service) throws Exception {
    database.create(TEMPLATE, "template1");
    try (Application once = start(database, TEMPLATE, service, List.of())) {
      awaitUp(once);
    }
  }

  static Bed make(Database database, String name, Path service, int replicas, List<String> options)
      throws Exception {
    database.create(name, TEMPLATE);
    List<Application> started = new ArrayList<>();
    for (int i = 0; i < replicas; i++) {
      started.add(start(database, name, service, options));
    }
    for (Application replica : started) {
      awaitUp(replica);
    }
    return new Bed(database, name, started);
  }

  static Application start(Database database, String name, Path service, List<String> options)
      throws IOException {
    return Application.start(service, Application.environment(database, name), options);
  }

  /** Waits until it is ready. */
  private static void awaitUp(Application service) throws IOException, InterruptedException {
    await(service, Requests.get("/q/health/ready", ""), 200);
  }

  /** Waits until a call is accepted. */
  static void awaitAccepted(Application service) throws IOException, InterruptedException {
    await(service, Requests.work("/noops", 0, ""), 202);
  }

  private static void await(Application service, byte[] request, int status)
      throws IOException, InterruptedException {
    boolean[] up = new boolean[1];
    while (!up[0]) {
      try (Load caller = new Load(1, service.port())) {
        caller.run(1, i -> request, (number, answer, nanos) -> up[0] = answer.status() == status);
      } catch (IOException notYet) {
        Thread.sleep(POLL_MILLIS / 2);
      }
    }
  }

  int[] ports() {
    return replicas.stream().mapToInt(Application::port).toArray();
  }

  /**
   * Makes the virtual machines compile what is measured, which takes them a minute or so on two
   * cores: each gets as many calls as one alone would.
   */
  void warmUp() throws Exception {
    int calls = WARM_UP * replicas.size();
    for (int i = 0; i < 2; i++) {
      lives(calls);
      accepts(calls / 2);
      lives(calls);
    }
  }

  /** Calls a second that are stored only: their procedure is busy. */
  double accepts(int calls) throws IOException {
    try (Load callers = new Load(SUBMITTERS, ports())) {
      return calls / callers.run(calls, i -> Requests.work("/parked", i, ""), Bed::accepted);
    }
  }

  /** Calls a second from the first request until all results are recorded. */
  double lives(int calls) throws IOException, SQLException, InterruptedException {
    long before = ended();
    long startedAt = System.nanoTime();
    try (Load callers = new Load(SUBMITTERS, ports())) {
      callers.run(calls, i -> Requests.work("/noops", i, ""), Bed::accepted);
    }
    try (var connection = database.connect(name);
        var waiting =
            connection.prepareStatement(
                "select exists (select from raincheck.pending"
                    + " where procedure = 'noop' and state = 'QUEUED')"
                    + " or exists (select from raincheck.pending"
                    + " where procedure = 'noop' and state = 'RUNNING')")) {
      while (true) {
        try (var row = waiting.executeQuery()) {
          row.next();
          if (!row.getBoolean(1)) {
            break;
          }
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
    double seconds = (System.nanoTime() - startedAt) / 1e9;
    long ended = ended() - before;
    if (ended != calls) {
      throw new IllegalStateException(ended + " of " + calls + " calls have a result");
    }
    return calls / seconds;
  }

  private long ended() throws SQLException {
    return database.number(
        name, "select count(*) from raincheck.outcome where state = 'SUCCEEDED'");
  }

  static void accepted(int number, Answer answer, long nanos) throws IOException {
    if (answer.status() != 202) {
      throw new IOException(answer.head() + answer.text());
    }
  }

  @Override
  public void close() throws IOException {
    for (Application replica : replicas) {
      replica.close();
    }
  }
}
