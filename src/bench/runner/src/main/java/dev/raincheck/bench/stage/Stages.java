package dev.raincheck.bench.stage;

import dev.raincheck.bench.ceiling.BareLoop;
import dev.raincheck.bench.load.Load;
import dev.raincheck.bench.load.Requests;
import dev.raincheck.bench.peers.PeerFigures;
import dev.raincheck.bench.peers.Peers;
import dev.raincheck.bench.report.Figures;
import dev.raincheck.bench.system.Application;
import dev.raincheck.bench.system.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parts of the benchmark, by name. */
public final class Stages {
  private static final int SMALL = 20_000;
  private static final int LARGE = Integer.getInteger("bench.large", 200_000);
  private static final int ECHOES = 200_000;
  private static final int PAIRS = 2_000;

  /** What a part does. */
  private interface Stage {
    void run(Figures figures) throws Exception;
  }

  private static final List<String> NAMES =
      List.of("rates", "latency", "start", "waiters", "replicas", "large", "peers");

  private final Map<String, Stage> stages = new LinkedHashMap<>();
  private final Path project;
  private final Database database;
  private boolean prepared;

  public Stages(Path project, Database database) {
    this.project = project;
    this.database = database;
    stages.put("rates", this::rates);
    stages.put("latency", new Latency(this)::run);
    stages.put("start", new Start(this)::run);
    stages.put("waiters", new Waiters(this)::run);
    stages.put("replicas", this::replicas);
    stages.put("large", new Large(this)::run);
    stages.put("peers", this::peers);
    stages.put("profile", this::profile);
    stages.put("turns", new Turns(this)::run);
  }

  public static Set<String> names() {
    return new java.util.LinkedHashSet<>(NAMES);
  }

  public void run(String name, Figures figures) throws Exception {
    Stage stage = stages.get(name);
    if (stage == null) {
      throw new IllegalArgumentException("There is no stage " + name + ", only " + NAMES);
    }
    if (!prepared) {
      Bed.prepare(database, service());
      prepared = true;
    }
    stage.run(figures);
  }

  Database database() {
    return database;
  }

  Path service() {
    return project.resolve("service");
  }

  Bed bed(String name, int replicas) throws Exception {
    return bed(name, service(), System.getProperty("bench.jvm", ""), replicas);
  }

  /** Of another build, with other options. */
  Bed bed(String name, Path service, String options, int replicas) throws Exception {
    return Bed.make(
        database,
        name,
        service,
        replicas,
        options.isBlank() ? List.of() : List.of(options.split(" ")));
  }

  /** T1 and T2, between two looks at each ceiling. */
  private void rates(Figures figures) throws Exception {
    Ceilings before = ceilings();
    try (Bed bed = bed("rates", 1)) {
      bed.warmUp();
      figures.add("T1 accepted/s", (bed.accepts(SMALL) + bed.accepts(LARGE)) / 2);
      figures.add("T2 end to end/s, 20k", bed.lives(SMALL));
      figures.add("T2 end to end/s, 200k", bed.lives(LARGE));
    }
    Ceilings after = ceilings();
    figures.add("ceiling HTTP/s", (before.http + after.http) / 2);
    figures.add("ceiling accept/s", (before.accept + after.accept) / 2);
    figures.add("ceiling life/s", (before.life + after.life) / 2);
    database.drop("rates");
  }

  private record Ceilings(double http, double accept, double life) {}

  private Ceilings ceilings() throws Exception {
    double http = http();
    database.create("ceiling", "empty");
    try (BareLoop loop = new BareLoop(database, "ceiling")) {
      loop.accepts(LARGE / 2);
      loop.lives(LARGE / 2);
      return new Ceilings(http, loop.accepts(LARGE), loop.lives(LARGE));
    } finally {
      database.drop("ceiling");
    }
  }

  private double http() throws IOException, InterruptedException {
    try (Application endpoint =
        Application.start(project.resolve("endpoint"), Map.of(), List.of())) {
      while (true) {
        try (Load callers = new Load(Bed.SUBMITTERS, endpoint.port())) {
          echo(callers);
          return ECHOES / echo(callers);
        } catch (java.net.ConnectException notYet) {
          Thread.sleep(50);
        }
      }
    }
  }

  private static double echo(Load callers) throws IOException {
    return callers.run(
        ECHOES,
        i -> Requests.work("/echo", i, ""),
        (number, answer, nanos) -> {
          if (answer.status() != 200) {
            throw new IOException(answer.head());
          }
        });
  }

  /** T7. */
  private void replicas(Figures figures) throws Exception {
    for (int replicas = 1; replicas <= 3; replicas++) {
      try (Bed bed = bed("replicas", replicas)) {
        bed.warmUp();
        figures.add("T7 end to end/s, replicas: " + replicas, bed.lives(LARGE / 2));
      }
      database.drop("replicas");
    }
  }

  private void peers(Figures figures) throws Exception {
    database.create("peers", "template1");
    for (PeerFigures peer :
        Peers.measure(
            database.url("peers"), Database.USER, Database.PASSWORD, SMALL, Bed.SUBMITTERS)) {
      figures.add(peer.name() + " accepted/s", peer.acceptedPerSecond());
      figures.add(peer.name() + " end to end/s", peer.endToEndPerSecond());
      figures.add(peer.name() + " drained/s", peer.drainPerSecond());
    }
    database.drop("peers");
  }

  /** The service alone, under the load of T1 and T2, for a profiler to look at. */
  private void profile(Figures figures) throws Exception {
    try (Bed bed = bed("profile", 1)) {
      bed.warmUp();
      figures.add("accepted/s", bed.accepts(LARGE));
      figures.add("end to end/s", bed.lives(LARGE));
    }
    database.drop("profile");
  }

  double twoCommits() throws Exception {
    database.create("ceiling", "empty");
    try (BareLoop loop = new BareLoop(database, "ceiling")) {
      return loop.twoCommits(PAIRS);
    } finally {
      database.drop("ceiling");
    }
  }
}
