package dev.raincheck.bench.stage;

import dev.raincheck.bench.report.Figures;
import dev.raincheck.bench.system.Application;
import java.util.List;

/** T4: start and memory. */
final class Start {
  private static final int ROUNDS = 5;
  private static final int CALLS = 100_000;
  private static final int IDLE_MILLIS = 5_000;

  private final Stages stages;

  Start(Stages stages) {
    this.stages = stages;
  }

  void run(Figures figures) throws Exception {
    stages.database().create("start", "empty");
    double millis = 0;
    for (int i = 0; i < ROUNDS; i++) {
      try (Application service =
          Bed.start(stages.database(), "start", stages.service(), List.of())) {
        Bed.awaitAccepted(service);
        millis += service.nanosSinceStart() / 1e6;
      }
    }
    figures.add("T4 start to first accepted call ms", millis / ROUNDS);
    try (Bed bed = stages.bed("start", 1)) {
      Thread.sleep(IDLE_MILLIS);
      Application service = bed.replicas().get(0);
      figures.add("T4 resident MiB, idle", service.residentMebibytes());
      bed.lives(CALLS);
      figures.add("T4 resident MiB, after 100k calls", service.residentMebibytes());
    }
    stages.database().drop("start");
  }
}
