package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.CallHeaders;
import dev.raincheck.faults.Executions.Execution;
import dev.raincheck.faults.Executions.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten times as many calls as can be executed: the queue stays bounded, who is refused is told when
 * to come again, the work goes on as before, and what was accepted is done. The long form takes
 * {@code -Draincheck.faults.overload-seconds=60}; both print what they saw.
 */
class OverloadIT {
  private static final int SECONDS = Integer.getInteger("raincheck.faults.overload-seconds", 5);
  private static final int REPLICAS = 2;
  private static final int SLOTS = 4;
  private static final int MILLIS = 100;
  private static final int PER_SECOND = REPLICAS * SLOTS * 1000 / MILLIS;
  private static final int TIMES = 10;
  private static final int LIMIT = 60;
  private static final int TICK_MILLIS = 10;
  private static final int CONNECTIONS = 64;

  @TempDir Path directory;

  private final Set<UUID> accepted = ConcurrentHashMap.newKeySet();

  /** What the sender of each trace was told. */
  private final Map<String, String> told = new ConcurrentHashMap<>();

  private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();
  private final Queue<Long> statusNanos = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger longestRetryAfter = new AtomicInteger();
  private final AtomicLong deepest = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();

  /** So many requests at a time; more would only test how fast connections are made. */
  private final Semaphore connections = new Semaphore(CONNECTIONS);

  @Test
  void whatIsTooMuchIsRefusedAndTheRestIsDone() throws Exception {
    try (Fleet fleet =
        new Fleet(
            directory,
            "raincheck.procedures.\"work\".concurrency=" + SLOTS,
            "raincheck.procedures.\"work\".queue-limit=" + LIMIT)) {
      fleet.start(REPLICAS);
      warmUp(fleet);
      List<Long> before = resident(fleet);
      ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
      long beganAt = System.nanoTime();
      try (Connection connection = fleet.database().connect();
          PreparedStatement depth =
              connection.prepareStatement(
                  "select count(*) from raincheck.pending where state = 'QUEUED'")) {
        flood(fleet, threads);
        threads.scheduleWithFixedDelay(() -> watchTheQueue(depth), 0, 50, TimeUnit.MILLISECONDS);
        threads.scheduleWithFixedDelay(() -> watchOneCall(fleet), 0, 10, TimeUnit.MILLISECONDS);
        Awaitility.await("the flood")
            .atMost(Duration.ofSeconds(SECONDS + 60))
            .until(() -> System.nanoTime() - beganAt > TimeUnit.SECONDS.toNanos(SECONDS));
        over.set(true);
        connections.acquire(CONNECTIONS);
        threads.shutdown();
        assertTrue(threads.awaitTermination(1, TimeUnit.MINUTES));
      } finally {
        threads.shutdownNow();
      }
      long endedAt = System.nanoTime();
      Awaitility.await("all is done")
          .atMost(Duration.ofMinutes(2))
          .until(() -> fleet.database().number("select count(*) from raincheck.pending") == 0);

      assertEquals(List.of(), List.copyOf(surprises));
      assertFalse(statusNanos.isEmpty());
      print(fleet, beganAt, endedAt, before);
      assertTrue(refused.get() > 0);
      assertTrue(deepest.get() <= LIMIT * 3 / 2, () -> "as deep as " + deepest);
      assertEquals(List.of(), unexpected(fleet));
      assertEquals(
          accepted.size(),
          fleet
              .database()
              .number("select count(*) from raincheck.outcome where state = 'SUCCEEDED'"));
      assertEquals(accepted.size(), fleet.database().number("select count(*) from raincheck.call"));
      List<Execution> all = fleet.executions().awaitEnded(Outcome.OK, accepted.size());
      assertEquals(accepted, Set.copyOf(all.stream().map(Execution::callId).toList()));
      assertEquals(accepted.size(), all.size());
      for (Service replica : fleet.replicas()) {
        assertFalse(replica.log().contains("OutOfMemoryError"), replica::log);
      }
    }
  }

  /** What a Java process does for the first time takes it long. */
  private void warmUp(Fleet fleet) throws Exception {
    for (int i = 0; i < 100; i++) {
      Service replica = fleet.replica(i % REPLICAS);
      accepted.add(
          Http.submit(replica.uri(), Map.of("millis", 1), "Prefer", "wait=30")
              .expect(200)
              .callId());
    }
  }

  /** Submits at a fixed rate, whatever becomes of it. */
  private void flood(Fleet fleet, ScheduledExecutorService threads) {
    double each = PER_SECOND * TIMES * TICK_MILLIS / 1000.0;
    AtomicInteger tick = new AtomicInteger();
    AtomicInteger sent = new AtomicInteger();
    threads.scheduleAtFixedRate(
        () -> {
          int due = (int) (tick.incrementAndGet() * each);
          while (!over.get() && sent.get() < due && connections.tryAcquire()) {
            submit(fleet.replica(sent.getAndIncrement() % REPLICAS));
          }
        },
        0,
        TICK_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private void submit(Service replica) {
    CompletableFuture<Http.Answer> answer;
    String trace = UUID.randomUUID().toString().replace("-", "");
    try {
      answer =
          Http.submitAsync(
              replica.uri(),
              Map.of("millis", MILLIS),
              CallHeaders.TRACEPARENT,
              "00-" + trace + "-0000000000000001-00");
    } catch (Exception failure) {
      answer = CompletableFuture.failedFuture(failure);
    }
    answer
        .whenComplete((got, failure) -> told.put(trace, got == null ? "" + failure : "" + got))
        .thenAccept(this::answered)
        .exceptionally(failure -> surprise(failure))
        .thenRun(connections::release);
  }

  private void answered(Http.Answer answer) {
    if (answer.status() == 202) {
      accepted.add(answer.callId());
      return;
    }
    answer.expect(503);
    assertEquals("/problems/queue-full", answer.json().path("type").asText(), answer::toString);
    int seconds = Integer.parseInt(answer.header("Retry-After").orElse("0"));
    assertTrue(seconds >= 1, answer::toString);
    longestRetryAfter.accumulateAndGet(seconds, Math::max);
    refused.incrementAndGet();
  }

  private Void surprise(Throwable failure) {
    surprises.add(failure);
    return null;
  }

  /** Calls that were stored although their sender was not told so. */
  private List<String> unexpected(Fleet fleet) throws SQLException {
    List<String> calls = new ArrayList<>();
    try (Connection connection = fleet.database().connect();
        PreparedStatement all =
            connection.prepareStatement("select id, trace_parent from raincheck.call");
        ResultSet row = all.executeQuery()) {
      while (row.next()) {
        UUID id = UUID.fromString(row.getString("id"));
        String parent = row.getString("trace_parent");
        if (!accepted.contains(id)) {
          calls.add(id + " of " + parent + ": " + (parent == null ? "" : told(parent)));
        }
      }
    }
    return calls;
  }

  private String told(String parent) {
    return told.get(parent.split("-")[1]);
  }

  private void watchTheQueue(PreparedStatement depth) {
    try (ResultSet row = depth.executeQuery()) {
      row.next();
      deepest.accumulateAndGet(row.getLong(1), Math::max);
    } catch (SQLException failure) {
      surprise(failure);
    }
  }

  /** Asks for the state of a call, on one replica after the other. */
  private void watchOneCall(Fleet fleet) {
    UUID any = accepted.iterator().next();
    try {
      long askedAt = System.nanoTime();
      Http.call(fleet.replica(statusNanos.size() % REPLICAS).uri(), any).expect(200);
      statusNanos.add(System.nanoTime() - askedAt);
    } catch (IOException | InterruptedException | AssertionError failure) {
      surprise(failure);
    }
  }

  private static List<Long> resident(Fleet fleet) throws Exception {
    List<Long> bytes = new ArrayList<>();
    for (Service replica : fleet.replicas()) {
      bytes.add(replica.residentBytes() >> 20);
    }
    return bytes;
  }

  private void print(Fleet fleet, long beganAt, long endedAt, List<Long> before) throws Exception {
    double seconds = (endedAt - beganAt) / 1e9;
    long busy = 0;
    for (Execution execution : fleet.executions().all()) {
      long end = Math.min(endedAt, execution.endedAtNanos().orElse(endedAt));
      busy += Math.max(0, end - Math.max(beganAt, execution.beganAtNanos()));
    }
    List<Long> sorted = statusNanos.stream().sorted().toList();
    System.out.printf(
        "Overload: %.0f s, %d submits answered, %d accepted, %d refused (Retry-After up to %d s)%n"
            + "  deepest queue %d of %d; slots busy %.0f %% of the time; memory %s -> %s MB%n"
            + "  status requests: %d, p50 %.1f ms, p99 %.1f ms%n",
        seconds,
        accepted.size() + refused.get(),
        accepted.size(),
        refused.get(),
        longestRetryAfter.get(),
        deepest.get(),
        LIMIT,
        100.0 * busy / ((endedAt - beganAt) * REPLICAS * SLOTS),
        before,
        resident(fleet),
        sorted.size(),
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get(sorted.size() * 99 / 100) / 1e6);
  }
}
