package dev.raincheck.bench.stage;

import dev.raincheck.bench.report.Figures;
import dev.raincheck.bench.system.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two builds, or one with two sets of options, in turns: what other tenants of the machine do meets
 * both, and a service's processor time for a call says more than its rate. Still, the virtual
 * machine compiles the same code a little differently each time. The other build is that of the
 * benchmark directory in {@code bench.other}, its options are in {@code bench.other-jvm}.
 */
final class Turns {
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 6);
  private static final int CALLS = 50_000;

  private final Stages stages;

  Turns(Stages stages) {
    this.stages = stages;
  }

  /** Makes calls, and answers how many a second. */
  private interface Work {
    double run(int calls) throws Exception;
  }

  /** What the rounds of one kind of work came to on one side. */
  private static final class Series {
    private final List<Double> rates = new ArrayList<>();
    private double seconds;
    private double serviceMicros;
    private double idleSeconds;

    void round(Bed bed, Work work) throws Exception {
      Application service = bed.replicas().get(0);
      double micros = service.processorMicros();
      double idle = idleSecondsSinceBoot();
      double rate = work.run(CALLS);
      rates.add(rate);
      seconds += CALLS / rate;
      serviceMicros += service.processorMicros() - micros;
      idleSeconds += idleSecondsSinceBoot() - idle;
    }

    void addTo(Figures figures, String name) {
      figures.add(name + "/s, median", rates.stream().sorted().toList().get(rates.size() / 2));
      figures.add(name + ", the service's µs a call", serviceMicros / rates.size() / CALLS);
      figures.add(name + ", idle processors", idleSeconds / seconds);
    }

    /** Of all processors together. */
    private static double idleSecondsSinceBoot() throws IOException {
      return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).trim().split(" ")[1]);
    }
  }

  private record Side(String name, Bed bed, Series accepts, Series lives) {
    Side(String name, Bed bed) {
      this(name, bed, new Series(), new Series());
    }

    void round() throws Exception {
      accepts.round(bed, bed::accepts);
      lives.round(bed, bed::lives);
    }

    void addTo(Figures figures) {
      accepts.addTo(figures, name + ": accepted");
      lives.addTo(figures, name + ": end to end");
    }
  }

  void run(Figures figures) throws Exception {
    Path build = Path.of(System.getProperty("bench.other")).resolve("service");
    String options = System.getProperty("bench.other-jvm", "");
    try (Bed bed = stages.bed("this", 1);
        Bed otherBed = stages.bed("other", build, options, 1)) {
      List<Side> sides = List.of(new Side("this", bed), new Side("other", otherBed));
      for (Side side : sides) {
        side.bed.warmUp();
      }
      for (int i = 0; i < ROUNDS; i++) {
        // Each goes first as often as the other.
        sides.get(i % 2).round();
        sides.get(1 - i % 2).round();
      }
      sides.forEach(side -> side.addTo(figures));
    }
    stages.database().drop("this");
    stages.database().drop("other");
  }
}
