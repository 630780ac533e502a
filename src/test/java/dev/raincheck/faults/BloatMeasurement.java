package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service whose database has a long snapshot open in another session, beside one that has not, at
 * the same time on one machine. Not a part of {@code verify}: {@code ./mvnw verify
 * -Dit.test=BloatMeasurement -Draincheck.faults.calls=1000000}.
 */
class BloatMeasurement {
  private static final long CALLS = Long.getLong("raincheck.faults.calls", 20_000);
  private static final int PARTS = 10;
  private static final int BATCHES_AT_A_TIME = 8;
  private static final int CALLS_IN_A_BATCH = 100;

  /** Every second call is delayed a little, so that it is claimed and not stored as running. */
  private static final String BATCH =
      "{\"calls\":["
          + IntStream.range(0, CALLS_IN_A_BATCH)
              .mapToObj(
                  i ->
                      "{\"procedure\":\"work\",\"input\":{\"millis\":0,\"size\":100}%s}"
                          .formatted(i % 2 == 0 ? "" : ",\"delay\":\"10ms\""))
              .collect(Collectors.joining(","))
          + "]}";

  @TempDir Path directory;

  /** One of the two. */
  private static final class Side implements AutoCloseable {
    private final String name;
    private final Fleet fleet;
    private final Semaphore places = new Semaphore(BATCHES_AT_A_TIME);
    private final AtomicLong ended = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Side(String name, Path directory) throws Exception {
      this.name = name;
      this.fleet =
          new Fleet(
              directory,
              "raincheck.procedures.\"work\".queue-limit=5000",
              "raincheck.execution.poll-interval=1s",
              "raincheck.delivery.poll-interval=1s");
      fleet.start(
          fleet.plan("work.executions=/dev/null").jvm("-Xmx512m", "-XX:TieredStopAtLevel=4"));
    }

    /** Sends a batch and waits for its results. */
    void submit() throws Exception {
      places.acquire();
      Http.postJsonAsync(fleet.replica(0).uri(), "/batches", BATCH, "Prefer", "wait=30")
          .whenComplete(this::ended);
    }

    private void ended(Http.Answer answer, Throwable failed) {
      if (failed != null || answer.status() != 200) {
        failure.compareAndSet(null, failed != null ? failed : new IOException(answer.toString()));
      } else {
        ended.addAndGet(CALLS_IN_A_BATCH);
      }
      places.release();
    }

    /** Goes on until one of the two has had all its calls. */
    void run(CountDownLatch lastPart, CountDownLatch end) throws Exception {
      try {
        for (int part = 1; part <= PARTS && end.getCount() > 0; part++) {
          if (part == PARTS) {
            lastPart.countDown();
          }
          long startedAt = System.nanoTime();
          while (ended.get() < CALLS * part / PARTS && end.getCount() > 0) {
            submit();
            if (failure.get() != null) {
              throw new AssertionError(name + ":\n" + fleet.replica(0).log(), failure.get());
            }
          }
          double rate = CALLS / PARTS / ((System.nanoTime() - startedAt) / 1e9);
          System.out.printf("  %s, part %d of %d: %.0f calls/s%n", name, part, PARTS, rate);
        }
      } finally {
        lastPart.countDown();
        end.countDown();
      }
    }

    void finish() throws Exception {
      Awaitility.await(name)
          .atMost(Duration.ofMinutes(5))
          .until(() -> fleet.database().number("select count(*) from raincheck.pending") == 0);
      assertEquals(
          fleet.database().number("select count(*) from raincheck.call"),
          fleet
              .database()
              .number("select count(*) from raincheck.outcome where state = 'SUCCEEDED'"));
    }

    @Override
    public void close() throws IOException {
      fleet.close();
    }
  }

  @Test
  void aLongSnapshotElsewhereCostsLittle() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Side plain = new Side("without a snapshot", directory.resolve("plain"));
        Side bloated = new Side("with a snapshot", directory.resolve("bloated"));
        Connection reader = bloated.fleet.database().connect();
        Statement snapshot = reader.createStatement()) {
      snapshot.execute("begin isolation level repeatable read; select count(*) from pg_class");
      CountDownLatch lastPart = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      List<Future<?>> both = new ArrayList<>();
      for (Side side : List.of(plain, bloated)) {
        both.add(
            threads.submit(
                () -> {
                  side.run(lastPart, end);
                  return null;
                }));
      }
      // Both are counted in the same time, the last tenth of the faster one.
      lastPart.await();
      long plainBefore = plain.ended.get();
      long bloatedBefore = bloated.ended.get();
      long since = System.nanoTime();
      end.await();
      double seconds = (System.nanoTime() - since) / 1e9;
      double without = (plain.ended.get() - plainBefore) / seconds;
      double with = (bloated.ended.get() - bloatedBefore) / seconds;
      for (Future<?> side : both) {
        side.get();
      }
      long dead =
          bloated
              .fleet
              .database()
              .number(
                  "select n_dead_tup from pg_stat_all_tables where schemaname = 'raincheck'"
                      + " and relname = 'pending'");
      snapshot.execute("commit");
      System.out.printf(
          "Bloat: %d calls without a snapshot, %d with; in the last tenth %.0f calls/s without,"
              + " %.0f with (%d dead rows): %.2f%n",
          plain.ended.get(), bloated.ended.get(), without, with, dead, with / without);
      plain.finish();
      bloated.finish();
      assertTrue(dead > CALLS / 4, "The snapshot must have kept rows: " + dead);
    } finally {
      threads.shutdownNow();
    }
  }
}
