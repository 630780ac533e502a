package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.faults.Executions.Execution;
import dev.raincheck.faults.Executions.Outcome;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens at one replica gets to another: by notifications alone, where every other reason to
 * look comes after an hour, and without them by polling.
 */
class SignalsIT {
  private static final int SLOTS = 2;
  private static final Map<String, Integer> SHORT = Map.of("millis", 1);
  private static final Map<String, Integer> A_WHILE = Map.of("millis", 500);

  /** Neither renewals nor silence of replicas play a part. */
  private static final String LONG_LEASE = "raincheck.execution.lease=1h";

  @Nested
  class ByNotification extends Cases {
    /** Each line's last statement is its opening, what it said, or its check. */
    private static final String LINES =
        "query like '%listen raincheck%' or query like '%pg_notify%' or query = 'select 1'";

    ByNotification() {
      super("raincheck.execution.poll-interval=1h", "raincheck.delivery.poll-interval=1h");
    }

    @BeforeAll
    void awaitLines() {
      awaitLines(List.of());
    }

    private List<Integer> lines() throws SQLException {
      return fleet
          .database()
          .query(
              "select pid from pg_stat_activity where usename = 'app' and (" + LINES + ")",
              row -> row.getInt(1));
    }

    private void awaitLines(List<Integer> cut) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(this::lines, now -> now.size() == 2 && now.stream().noneMatch(cut::contains));
    }

    @Test
    void aLineThatIsCutComesBack() throws Exception {
      List<Integer> before = lines();
      assertEquals(2, fleet.database().killConnections(LINES));
      awaitLines(before);
      aWaitEndsWithACallThatRunsElsewhere();
      aRunningCallIsCancelledThroughTheOtherReplica();
    }

    @Test
    void aLineComesBackWhenAllConnectionsAreCut() throws Exception {
      List<Integer> before = lines();
      fleet.database().killConnections();
      awaitLines(before);
      aWaitEndsWithACallThatRunsElsewhere();
      aRunningCallIsCancelledThroughTheOtherReplica();
    }
  }

  @Nested
  class ByPolling extends Cases {
    ByPolling() {
      super("raincheck.store.notifications=false");
    }

    @Test
    void nobodyListens() throws Exception {
      assertEquals(
          0,
          fleet
              .database()
              .number(
                  "select count(*) from pg_stat_activity"
                      + " where usename = 'app' and query like '%listen%'"));
    }
  }

  /** Of two replicas, A and B. */
  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Cases {
    private final String[] settings;
    Fleet fleet;
    Service a;
    Service b;

    Cases(String... settings) {
      this.settings = settings;
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
      fleet = new Fleet(directory, settings);
      Service.Plan plan =
          fleet.plan(LONG_LEASE, "raincheck.procedures.\"work\".concurrency=" + SLOTS);
      Service.Plan other =
          fleet.plan(LONG_LEASE, "raincheck.procedures.\"work\".concurrency=" + SLOTS);
      List<Service> started = fleet.start(List.of(plan, other));
      a = started.get(0);
      b = started.get(1);
    }

    @AfterAll
    void stop() throws Exception {
      fleet.close();
    }

    private Service other(long pid) {
      return a.pid() == pid ? b : a;
    }

    @Test
    void aWaitEndsWithACallThatRunsElsewhere() throws Exception {
      UUID id = Http.submit(a.uri(), A_WHILE).expect(202).callId();
      Execution execution = fleet.executions().awaitBegun(id, 1);
      URI elsewhere = other(execution.pid()).uri();

      // Each asks for less than the client's patience, and gets an end or nothing.
      Http.Answer call = Http.call(elsewhere, id, "Prefer", "wait=30").expect(200);
      assertEquals("SUCCEEDED", call.state());
      Http.Answer result = Http.result(elsewhere, id, 30).expect(200);
      assertEquals(execution.token().toString(), result.json().path("token").asText());
    }

    @Test
    void aCallWithoutASlotStartsAtTheOtherReplicaAndItsCallerIsAnswered() throws Exception {
      List<UUID> occupation = Placement.occupy(a, SLOTS, fleet.executions());
      CompletableFuture<Http.Answer> inline =
          Http.submitAsync(a.uri(), A_WHILE, "Prefer", "wait=30");
      UUID handle = Http.submit(a.uri(), SHORT).expect(202).callId();

      assertEquals(b.pid(), fleet.executions().awaitBegun(handle, 1).pid());
      Http.Answer answer = inline.get().expect(200);
      Execution waited = fleet.executions().awaitBegun(answer.callId(), 1);
      assertEquals(b.pid(), waited.pid());
      assertEquals(waited.token().toString(), answer.json().path("token").asText());
      Placement.cancel(b.uri(), occupation);
    }

    @Test
    void aRunningCallIsCancelledThroughTheOtherReplica() throws Exception {
      for (boolean blocking : new boolean[] {false, true}) {
        UUID id =
            Http.submit(a.uri(), Map.of("millis", 3_600_000, "blocking", blocking))
                .expect(202)
                .callId();
        Execution execution = fleet.executions().awaitBegun(id, 1);
        URI elsewhere = other(execution.pid()).uri();

        Http.cancel(elsewhere, id).expect(200);
        Http.result(elsewhere, id, 30).expect(410);
        assertEquals("CANCELLED", Http.call(a.uri(), id).expect(200).state());
        fleet
            .executions()
            .await(
                id + " has stopped",
                all ->
                    all.stream()
                        .filter(each -> each.callId().equals(id))
                        .allMatch(each -> each.ended(Outcome.STOPPED)));
        assertEquals(1, fleet.executions().of(id).size());
      }
    }
  }
}
