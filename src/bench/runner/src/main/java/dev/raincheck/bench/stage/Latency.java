package dev.raincheck.bench.stage;

import dev.raincheck.bench.load.Latencies;
import dev.raincheck.bench.load.Load;
import dev.raincheck.bench.load.Requests;
import dev.raincheck.bench.report.Figures;
import java.io.IOException;

/** T3: one caller who waits for the result of each call, and nobody else. */
final class Latency {
  private static final int CALLS = 5_000;

  private final Stages stages;

  Latency(Stages stages) {
    this.stages = stages;
  }

  void run(Figures figures) throws Exception {
    double before = stages.twoCommits();
    Latencies latencies = new Latencies();
    try (Bed bed = stages.bed("latency", 1)) {
      bed.warmUp();
      try (Load caller = new Load(1, bed.ports())) {
        call(caller, new Latencies());
        call(caller, latencies);
      }
    }
    double after = stages.twoCommits();
    figures.add("T3 idle p50 ms", latencies.percentile(0.5));
    figures.add("T3 idle p95 ms", latencies.percentile(0.95));
    figures.add("T3 idle p99 ms", latencies.percentile(0.99));
    figures.add("ceiling two commits ms", (before + after) / 2);
    stages.database().drop("latency");
  }

  private static void call(Load caller, Latencies latencies) throws IOException {
    caller.run(
        CALLS,
        i -> Requests.work("/noops", i, "Prefer: wait=10\r\n"),
        (number, answer, nanos) -> {
          if (answer.status() != 200) {
            throw new IOException(answer.head());
          }
          latencies.add(nanos);
        });
  }
}
