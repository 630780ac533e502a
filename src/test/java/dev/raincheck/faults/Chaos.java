package dev.raincheck.faults;

import dev.raincheck.faults.history.Checker;
import dev.raincheck.faults.history.Execution;
import dev.raincheck.faults.history.History;
import dev.raincheck.faults.history.Report;
import dev.raincheck.faults.history.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Some replicas under load, with faults drawn from a seed; then everything is mended, the queue
 * runs dry, and what was recorded is checked. Everything is kept in a directory.
 */
final class Chaos implements AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(3);

  /** How long the queue may take to run dry when everything is mended. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Settings settings;
  private final Fleet fleet;
  private final History history = new History();
  private final List<Replica> replicas = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * How long, how many, and which.
   *
   * @param requests for all replicas together, each second
   * @param directory for all that is kept; made if missing
   */
  record Settings(int replicas, Duration length, int requests, long seed, Path directory) {}

  /** What came of it. */
  record Verdict(Report report, List<Violation> violations, List<String> leaks, String figures) {}

  private Chaos(Settings settings) throws Exception {
    this.settings = settings;
    Files.createDirectories(settings.directory());
    this.fleet = new Fleet(settings.directory());
  }

  /** Runs it. */
  static Verdict run(Settings settings) throws Exception {
    try (Chaos chaos = new Chaos(settings)) {
      return chaos.run();
    }
  }

  private Verdict run() throws Exception {
    FaultPlan plan = FaultPlan.draw(settings.replicas(), settings.length(), LEASE, settings.seed());
    System.out.println("Chaos with the seed " + settings.seed() + "\n" + plan.text());
    for (int i = 0; i < settings.replicas(); i++) {
      replicas.add(Replica.start(i, fleet, settings.directory()));
    }
    replicas.forEach(Replica::awaitListening);
    List<Client.Target> targets =
        replicas.stream().map(one -> new Client.Target(one.name(), one.uri())).toList();
    try (Resources resources = Resources.watch(replicas);
        Load load = Load.start(targets, history, settings.requests(), settings.seed())) {
      breakThings(plan);
      load.end();
      boolean dry = awaitDry();
      load.askForAllResults();
      record();
      List<Violation> violations = Checker.check(history);
      Report report = Report.of(history, violations);
      String figures = figures(report, resources, dry);
      Files.writeString(settings.directory().resolve("report.txt"), figures);
      return new Verdict(report, violations, resources.leaks(), figures);
    }
  }

  private void breakThings(FaultPlan plan) throws InterruptedException, ExecutionException {
    CountDownLatch end = new CountDownLatch(1);
    List<Future<?>> lanes = new ArrayList<>();
    for (int i = 0; i < replicas.size(); i++) {
      Replica replica = replicas.get(i);
      List<FaultPlan.Step> steps = plan.replicas().get(i);
      lanes.add(
          threads.submit(
              () -> {
                new Breaker(fleet.database(), history, end).breakReplica(replica, steps);
                return null;
              }));
    }
    lanes.add(
        threads.submit(
            () -> {
              new Breaker(fleet.database(), history, end).breakDatabase(plan.database());
              return null;
            }));
    threads.submit(
        () -> {
          if (!end.await(settings.length().toNanos(), TimeUnit.NANOSECONDS)) {
            end.countDown();
          }
          return null;
        });
    end.await();
    for (Future<?> lane : lanes) {
      lane.get();
    }
  }

  private boolean awaitDry() {
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> fleet.database().number("select count(*) from raincheck.pending") == 0);
      return true;
    } catch (ConditionTimeoutException tooLong) {
      return false;
    }
  }

  private void record() throws IOException, SQLException {
    for (Executions.Execution one : fleet.executions().all()) {
      String id = one.callId().toString();
      String token = one.token().toString();
      history.add(new Execution.Begin(id, one.attempt(), one.pid(), token, one.beganAtNanos()));
      one.end()
          .ifPresent(
              end ->
                  history.add(
                      new Execution.End(
                          id,
                          one.attempt(),
                          one.pid(),
                          token,
                          end.atNanos(),
                          Execution.Ending.valueOf(end.outcome().name()))));
    }
    history.addAll(Rows.of(fleet.database()));
    history.write(settings.directory().resolve("history.jsonl"));
  }

  private String figures(Report report, Resources resources, boolean dry) {
    int failedStarts = replicas.stream().mapToInt(Replica::failedStarts).sum();
    return report.table()
        + (dry ? "" : "The queue did not run dry within " + PATIENCE + "\n")
        + (failedStarts == 0 ? "" : failedStarts + " starts of replicas failed\n")
        + resources.table();
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    try (fleet) {
      for (Replica replica : replicas) {
        replica.close();
      }
    }
  }
}
