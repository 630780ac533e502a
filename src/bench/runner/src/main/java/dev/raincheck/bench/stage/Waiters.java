package dev.raincheck.bench.stage;

import dev.raincheck.bench.load.Latencies;
import dev.raincheck.bench.load.Load;
import dev.raincheck.bench.load.Requests;
import dev.raincheck.bench.report.Figures;
import dev.raincheck.bench.system.Application;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * T5: many callers wait at once, each on a connection of its own; a hundred calls end at a time.
 */
final class Waiters {
  private static final int CALLERS = 10_000;
  private static final int ENOUGH = 1_500;

  private final Stages stages;

  Waiters(Stages stages) {
    this.stages = stages;
  }

  void run(Figures figures) throws Exception {
    try (Bed bed = stages.bed("waiters", 1);
        Load submitters = new Load(Bed.SUBMITTERS, bed.ports());
        Load callers = new Load(CALLERS, bed.ports())) {
      Application service = bed.replicas().get(0);
      bed.warmUp();
      String[] ids = new String[CALLERS];
      submitters.run(
          CALLERS,
          i -> Requests.work("/naps", i, ""),
          (number, answer, nanos) -> {
            Bed.accepted(number, answer, nanos);
            ids[number] = answer.header("Call-Id");
          });
      callers.run(
          CALLERS,
          i -> Requests.get("/calls/" + ids[i], ""),
          (number, answer, nanos) -> {
            if (answer.status() != 200) {
              throw new IOException(answer.head());
            }
          });
      long connected = service.liveBytes();
      long threads = service.threads();
      Latencies latencies = new Latencies();
      Memory waiting = new Memory(service, bed);
      waiting.start();
      callers.run(
          CALLERS,
          i -> Requests.get("/calls/" + ids[i] + "/result", "Prefer: wait=30\r\n"),
          (number, answer, nanos) -> {
            if (answer.status() == 200 && waiting.isMeasured()) {
              long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
              latencies.add((now - answer.number("micros")) * 1_000);
            }
          },
          () -> latencies.size() >= ENOUGH);
      waiting.join();
      figures.add("T5 kB a waiter", (waiting.bytes - connected) / 1e3 / CALLERS);
      figures.add("T5 threads more with the waiters", waiting.threads - threads);
      figures.add("T5 database connections in use", waiting.connections);
      figures.add("T5 finish to answer p50 ms", latencies.percentile(0.5));
      figures.add("T5 finish to answer p99 ms", latencies.percentile(0.99));
    }
    stages.database().drop("waiters");
  }

  /** Looks while the callers wait, from a thread of its own: they keep theirs busy. */
  private static final class Memory extends Thread {
    private static final int SETTLE_MILLIS = 5_000;
    private static final int LOOKS = 20;

    private final Application service;
    private final Bed bed;
    private volatile boolean measured;
    private long bytes;
    private long threads;
    private long connections;

    Memory(Application service, Bed bed) {
      this.service = service;
      this.bed = bed;
    }

    boolean isMeasured() {
      return measured;
    }

    @Override
    public void run() {
      try {
        sleep(SETTLE_MILLIS);
        bytes = service.liveBytes();
        threads = service.threads();
        for (int i = 0; i < LOOKS; i++) {
          connections =
              Math.max(
                  connections,
                  bed.database()
                      .number(
                          bed.name(),
                          "select count(*) from pg_stat_activity where datname = current_database()"
                              + " and state <> 'idle' and pid <> pg_backend_pid()"));
          sleep(50);
        }
      } catch (Exception failure) {
        failure.printStackTrace();
      } finally {
        measured = true;
      }
    }
  }
}
