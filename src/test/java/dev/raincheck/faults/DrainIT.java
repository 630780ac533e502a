package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.raincheck.faults.Executions.Execution;
import dev.raincheck.faults.Executions.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A replica that is asked to end hands over what it has. Leases last for an hour: what another one
 * takes over was given to it.
 */
class DrainIT {
  private static final int SLOTS = 3;
  private static final Map<String, Integer> SHORT = Map.of("millis", 1);
  private static final List<Integer> FAREWELLS = List.of(0, 128 + 15);

  private static Fleet fleet;

  /** Waits for its attempts for as long as they take. */
  private static Service patient;

  /** Gives its attempts hardly any time. */
  private static Service hasty;

  private static Service other;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    fleet =
        new Fleet(
            directory,
            "raincheck.execution.lease=1h",
            "raincheck.procedures.\"work\".concurrency=" + SLOTS);
    List<Service> started =
        fleet.start(
            List.of(
                fleet.plan("raincheck.execution.drain-grace=1h"),
                fleet.plan("raincheck.execution.drain-grace=300ms"),
                fleet.plan()));
    patient = started.get(0);
    hasty = started.get(1);
    other = started.get(2);
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
  }

  @Test
  void whileAttemptsGoOnItAnswersAndTakesNothing() throws Exception {
    // So whatever is submitted runs on the patient one, or waits.
    List<UUID> occupation = new ArrayList<>(Placement.occupy(other, SLOTS, fleet.executions()));
    if (hasty.isAlive()) {
      occupation.addAll(Placement.occupy(hasty, SLOTS, fleet.executions()));
    }
    ExecutorService callers = Executors.newCachedThreadPool();
    try {
      UUID endless = Placement.on(patient, Placement.ENDLESS, fleet.executions()).callId();
      int begun = fleet.executions().all().size();
      CompletableFuture<Http.Answer> inline =
          Http.submitAsync(patient.uri(), Map.of("millis", 3000), "Prefer", "wait=30");
      Execution ending = fleet.executions().awaitBegun(begun + 1).get(begun);
      assertEquals(patient.pid(), ending.pid());
      Future<Http.Answer> result = callers.submit(() -> Http.result(patient.uri(), endless, 30));
      Future<Http.Answer> call =
          callers.submit(() -> Http.call(patient.uri(), endless, "Prefer", "wait=30"));

      patient.terminate();
      Awaitility.await("it is not ready")
          .atMost(Duration.ofMinutes(1))
          .until(() -> Http.get(patient.uri(), "/q/health/ready").status() == 503);

      Http.Answer refused = Http.submit(patient.uri(), SHORT).expect(503);
      assertTrue(refused.header("Retry-After").isPresent(), refused::toString);
      assertEquals("/problems/unavailable", refused.json().path("type").asText());
      Http.Answer handle = inline.get().expect(202);
      assertEquals("RUNNING", handle.state(), handle::toString);
      assertEquals(ending.callId(), handle.callId());
      assertTrue(handle.header("Location").isPresent(), handle::toString);
      assertEquals("RUNNING", result.get().expect(202).state());
      assertEquals("RUNNING", call.get().expect(200).state());
      assertTrue(
          fleet.executions().of(ending.callId()).get(0).end().isEmpty(),
          "they were answered before it ended");

      UUID waiting = Http.submit(other.uri(), SHORT).expect(202).callId();
      Http.Answer recorded = Http.result(other.uri(), ending.callId(), 30).expect(200);
      assertEquals(ending.token().toString(), recorded.json().path("token").asText());
      JsonNode ended = Http.call(patient.uri(), ending.callId()).expect(200).json();
      assertEquals("SUCCEEDED", ended.path("state").asText());
      assertEquals(1, ended.path("attempt").asInt());
      assertEquals("QUEUED", Http.call(patient.uri(), waiting).expect(200).state());
      assertEquals(503, Http.get(patient.uri(), "/q/health/ready").status());

      Placement.cancel(other.uri(), List.of(endless));
      assertTrue(FAREWELLS.contains(patient.awaitEnd()), patient::log);
      assertTrue(fleet.executions().of(waiting).isEmpty(), "it was not claimed by who has ended");
      Placement.cancel(other.uri(), occupation);
      Http.result(other.uri(), waiting, 30).expect(200);
      assertNotEquals(patient.pid(), fleet.executions().of(waiting).get(0).pid());
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void whatDoesNotEndInTimeRunsElsewhereAtOnceAndNoAttemptIsSpent() throws Exception {
    List<Execution> begun = new ArrayList<>();
    for (boolean blocking : new boolean[] {false, true}) {
      Map<String, ?> work = Map.of("millis", 2000, "blocking", blocking);
      begun.add(Placement.on(hasty, work, fleet.executions()));
    }
    assertTrue(FAREWELLS.contains(hasty.stop()), hasty::log);
    assertEquals(
        fleet.replicas().stream().filter(Service::isAlive).count(),
        fleet.database().number("select count(*) from raincheck.node"),
        "leases");

    for (Execution first : begun) {
      Execution second = fleet.executions().awaitBegun(first.callId(), 2);
      assertNotEquals(hasty.pid(), second.pid());
      Http.Answer result = Http.result(other.uri(), first.callId(), 30).expect(200);
      assertEquals(second.token().toString(), result.json().path("token").asText());
      List<Execution> all = fleet.executions().of(first.callId());
      assertEquals(2, all.size());
      assertTrue(all.get(0).ended(Outcome.STOPPED), all::toString);

      JsonNode call = Http.call(other.uri(), first.callId()).expect(200).json();
      assertEquals(2, call.path("attempt").asInt(), call::toPrettyString);
      assertEquals(6, call.path("maxAttempts").asInt(), call::toPrettyString);
      assertTrue(call.at("/attempts/0/failure").isNull(), call::toPrettyString);
    }
  }
}
