package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.raincheck.faults.Executions.Execution;
import dev.raincheck.faults.Executions.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica that stands still for longer than its lease, and goes on as if nothing had been. */
class PauseIT {
  private static final int SLOTS = 4;
  private static final Map<String, Integer> SHORT = Map.of("millis", 1);

  private static Link link;
  private static Fleet fleet;
  private static Service sleeper;
  private static Service other;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    fleet = new Fleet(directory, "raincheck.procedures.\"work\".concurrency=" + SLOTS);
    link = Link.to(fleet.database().port());
    List<Service> started = fleet.start(List.of(fleet.planBehind(link), fleet.plan()));
    sleeper = started.get(0);
    other = started.get(1);
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
    link.close();
  }

  @Test
  void whatItStillDoesAfterwardsDoesNotCount() throws Exception {
    // The first two are over when it wakes up, the others are not.
    List<Execution> zombies = new ArrayList<>();
    for (int millis : new int[] {1000, 4500}) {
      for (boolean blocking : new boolean[] {false, true}) {
        Map<String, ?> work = Map.of("millis", millis, "blocking", blocking);
        zombies.add(Placement.on(sleeper, work, fleet.executions()));
      }
    }
    List<String> lease = leases();
    sleeper.pause();
    List<Execution> counting = new ArrayList<>();
    for (Execution zombie : zombies) {
      counting.add(fleet.executions().awaitBegun(zombie.callId(), 2));
    }
    assertTrue(counting.stream().allMatch(each -> each.pid() == other.pid()));

    // Without the database, it finishes what it can before it learns that it has no lease.
    link.hold();
    sleeper.resume();
    awaitOutcome(zombies.get(0), Outcome.OK);
    awaitOutcome(zombies.get(1), Outcome.OK);
    link.mend();
    awaitOutcome(zombies.get(2), Outcome.STOPPED);
    awaitOutcome(zombies.get(3), Outcome.STOPPED);
    sleeper.awaitLog("The lease was lost");
    for (Execution zombie : zombies.subList(0, 2)) {
      sleeper.awaitLog("Attempt 1 of call " + zombie.callId() + " does not own it any more");
    }

    List<JsonNode> ended = new ArrayList<>();
    for (Execution execution : counting) {
      assertResultOf(execution, other);
      JsonNode call = Http.call(other.uri(), execution.callId()).expect(200).json();
      assertEquals(2, call.path("attempt").asInt(), call::toPrettyString);
      assertEquals(
          "The process that ran it ended",
          call.at("/attempts/0/failure/title").asText(),
          call::toPrettyString);
      ended.add(call);
    }

    awaitRunsAgain(lease);
    for (int i = 0; i < counting.size(); i++) {
      assertResultOf(counting.get(i), sleeper);
      assertEquals(ended.get(i), Http.call(sleeper.uri(), counting.get(i).callId()).json());
      assertEquals(2, fleet.executions().of(counting.get(i).callId()).size());
    }
  }

  @Test
  void whatItWasAboutToStartItDoesNotStart() throws Exception {
    List<String> lease = leases();
    List<UUID> occupation = Placement.occupy(other, SLOTS, fleet.executions());
    int before = fleet.executions().all().size();
    CompletableFuture<Http.Answer> accepted;
    UUID claimed;
    try (Gate gate = Gate.shut(fleet.database())) {
      accepted = Http.submitAsync(sleeper.uri(), SHORT);
      gate.awaitHeld(1);
      claimed = Http.submit(other.uri(), SHORT).expect(202).callId();
      gate.awaitHeld(2);
      sleeper.pause();
      gate.open();
      awaiting("both are claimed")
          .until(
              () ->
                  fleet
                          .database()
                          .number("select count(*) from raincheck.pending where state = 'RUNNING'")
                      == SLOTS + 2);
    }
    Placement.cancel(other.uri(), occupation);
    List<Execution> executions =
        fleet.executions().awaitBegun(before + 2).stream().skip(before).toList();
    sleeper.resume();

    UUID answered = accepted.get().expect(202).callId();
    for (UUID id : List.of(answered, claimed)) {
      sleeper.awaitLog("Call " + id + " is not started here");
      List<Execution> all = fleet.executions().of(id);
      assertEquals(1, all.size());
      assertTrue(executions.stream().anyMatch(each -> each.token().equals(all.get(0).token())));
      assertEquals(other.pid(), all.get(0).pid());
      assertEquals(2, all.get(0).attempt());
      assertResultOf(all.get(0), other);
    }
    awaitRunsAgain(lease);
    assertEquals(1, fleet.executions().of(answered).size());
    assertEquals(1, fleet.executions().of(claimed).size());
  }

  /** Without a hand: under another lease, ready, and at work. */
  private static void awaitRunsAgain(List<String> before) throws Exception {
    awaiting("it is ready again")
        .until(() -> Http.get(sleeper.uri(), "/q/health/ready").status() == 200);
    List<String> now = leases();
    assertEquals(2, now.size());
    assertFalse(before.containsAll(now), "it has another lease");
    assertResultOf(Placement.on(sleeper, SHORT, fleet.executions()), other);
  }

  private static void assertResultOf(Execution execution, Service told) throws Exception {
    Http.Answer result = Http.result(told.uri(), execution.callId(), 30).expect(200);
    assertEquals(execution.token().toString(), result.json().path("token").asText());
  }

  private static void awaitOutcome(Execution execution, Outcome outcome) throws IOException {
    fleet
        .executions()
        .await(
            execution + " has ended",
            all ->
                all.stream()
                    .anyMatch(
                        each ->
                            each.token().equals(execution.token()) && each.outcome().isPresent()));
    assertEquals(
        outcome,
        fleet.executions().of(execution.callId()).stream()
            .filter(each -> each.token().equals(execution.token()))
            .findFirst()
            .flatMap(Execution::outcome)
            .orElseThrow());
  }

  private static List<String> leases() throws SQLException {
    return fleet.database().query("select id from raincheck.node", row -> row.getString(1));
  }

  private static ConditionFactory awaiting(String what) {
    return Awaitility.await(what).atMost(Duration.ofMinutes(1));
  }
}
