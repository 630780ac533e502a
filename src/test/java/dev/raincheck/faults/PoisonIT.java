package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.raincheck.faults.Executions.Execution;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody edits rows by hand, against what the service relies on. The call in question fails or
 * waits and says why; all others go on. Only the checks of the tables of calls that wait are
 * dropped: those of their ends hold.
 */
class PoisonIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Map<String, Integer> SHORT = Map.of("millis", 1);
  private static final int MOST_COMPLAINTS = 100;
  private static final int MOST_ATTEMPTS = 4;

  @TempDir static Path directory;
  private static Fleet fleet;
  private static PostgresServer database;
  private static URI uri;
  private long complaintsBefore;

  @BeforeAll
  static void start() throws Exception {
    fleet =
        new Fleet(
            directory,
            "raincheck.execution.lease=2s",
            "raincheck.procedures.\"work\".max-attempts=2",
            // So few that those of a poisoned call are missed if they are lost.
            "raincheck.procedures.\"work\".concurrency=4");
    database = fleet.database();
    fleet.start(2);
    uri = fleet.replica(0).uri();
    for (String table : List.of("pending", "call")) {
      for (String name :
          database.query(
              "select conname from pg_constraint where contype = 'c' and conrelid = 'raincheck."
                  + table
                  + "'::regclass",
              row -> row.getString(1))) {
        database.execute("alter table raincheck." + table + " drop constraint " + name);
      }
    }
    for (String column : List.of("attempt_at", "node", "started_at")) {
      database.execute("alter table raincheck.pending alter " + column + " drop not null");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
  }

  @BeforeEach
  void countComplaints() {
    complaintsBefore = complaints();
  }

  private static long complaints() {
    return fleet.replicas().stream()
        .flatMap(replica -> replica.log().lines())
        .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
        .count();
  }

  @AfterEach
  void allElseGoesOn() throws Exception {
    for (Service replica : fleet.replicas()) {
      List<UUID> ids = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        ids.add(Http.submit(replica.uri(), SHORT).expect(202).callId());
      }
      // Not only what is claimed as it is stored.
      ids.add(Http.submit(replica.uri(), SHORT, "Call-Delay", "50ms").expect(202).callId());
      UUID spent =
          Http.submit(replica.uri(), SHORT, "Call-Delay", "1h", "Operation-Timeout", "1ms")
              .expect(202)
              .callId();
      for (UUID id : ids) {
        Http.result(replica.uri(), id, 30).expect(200);
      }
      Http.result(replica.uri(), spent, 30).expect(504);
      assertTrue(listed(replica.uri()).containsAll(ids));
      Outage.awaitReadiness(replica.uri(), 200, "answers", "held");
    }
    assertTrue(complaints() - complaintsBefore < MOST_COMPLAINTS, fleet.replica(0)::log);
    for (Execution execution : fleet.executions().all()) {
      assertTrue(execution.attempt() <= MOST_ATTEMPTS, execution::toString);
    }
  }

  /** Follows all pages to the end. */
  private static Set<UUID> listed(URI service) throws Exception {
    Set<UUID> ids = new HashSet<>();
    String page = "/calls?limit=100";
    while (!page.isEmpty()) {
      Http.Answer answer = Http.get(service, page).expect(200);
      answer
          .json()
          .path("items")
          .forEach(call -> ids.add(UUID.fromString(call.path("id").asText())));
      page = answer.header("Link").map(link -> link.replaceAll("^<|>.*$", "")).orElse("");
    }
    return ids;
  }

  /** A call that waits for a long time. */
  private static UUID waiting() throws Exception {
    return Http.submit(uri, SHORT, "Call-Delay", "1h").expect(202).callId();
  }

  /** One that has its result. */
  private static UUID succeeded() throws Exception {
    UUID id = Http.submit(uri, SHORT).expect(202).callId();
    Http.result(uri, id, 30).expect(200);
    return id;
  }

  private static void edit(String table, String change, UUID id) throws Exception {
    assertEquals(1, update("update raincheck." + table + " set " + change + " where id = ?", id));
  }

  /** Edits a waiting call, and makes it due. */
  private static void release(String change, UUID id) throws Exception {
    edit("pending", "not_before = clock_timestamp()" + change, id);
  }

  private static int update(String statement, UUID id) throws Exception {
    try (Connection session = database.connect();
        PreparedStatement update = session.prepareStatement(statement)) {
      update.setObject(1, id);
      return update.executeUpdate();
    }
  }

  private static void awaitState(UUID id, String state) {
    Awaitility.await(id + " is " + state)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Http.Answer answer = Http.call(uri, id).expect(200);
              assertEquals(state, answer.json().path("state").asText(), answer::toString);
            });
  }

  private static void awaitGone(UUID id) {
    Awaitility.await(id + " does not wait any more")
        .atMost(PATIENCE)
        .until(() -> rows("pending", id) == 0);
  }

  private static long rows(String table, UUID id) throws Exception {
    return database.number("select count(*) from raincheck." + table + " where id = '" + id + "'");
  }

  @Test
  void inputThatIsNotWhatTheProcedureReads() throws Exception {
    List<UUID> ids = new ArrayList<>();
    for (String input :
        List.of(
            "",
            "no json",
            "{}",
            "[]",
            "[{\"millis\": \"soon\"}]",
            "[1]",
            "[{\"millis\": 1}, 2]",
            "[{\"millis\": 1}")) {
      UUID id = waiting();
      edit("call", "input = convert_to('" + input + "', 'UTF8')", id);
      release("", id);
      ids.add(id);
    }
    for (UUID id : ids) {
      JsonNode problem = Http.result(uri, id, 30).expect(500).json();
      assertEquals("/problems/input-unreadable", problem.path("type").asText());
      Http.Answer call = Http.call(uri, id);
      assertEquals("FAILED", call.state());
      assertEquals(1, call.json().path("attempt").asInt());
      assertEquals(List.of(), fleet.executions().of(id));
    }
  }

  @Test
  void resultThatCannotBeRead() throws Exception {
    for (String change :
        List.of(
            "media_type = 'garbage'",
            "media_type = ''",
            "media_type = E'text/plain\\r\\nX: y'",
            "headers = 'garbage'",
            "headers = '[]'",
            "headers = '{\"X\": 1}'",
            "headers = '{\"X\": null}'",
            "headers = '{\"A header\": [\"y\"]}'",
            "headers = '{\"X\": [\"a\\r\\nY: b\"]}'",
            "headers = '{\"\": [\"a\"]}'")) {
      UUID id = succeeded();
      edit("outcome", change, id);
      for (String preference : List.of("respond-async", "wait=1")) {
        Http.Answer answer =
            Http.get(uri, "/calls/" + id + "/result", "Prefer", preference).expect(500);
        JsonNode problem = answer.json();
        assertEquals("/problems/call-unreadable", problem.path("type").asText(), answer::toString);
        assertEquals("/calls/" + id, problem.path("instance").asText());
        assertTrue(problem.path("detail").asText().contains("result"), answer::toString);
        assertEquals(id, answer.callId());
        assertEquals("SUCCEEDED", answer.state());
      }
      assertEquals("SUCCEEDED", Http.call(uri, id).expect(200).state());
      assertTrue(listed(uri).contains(id));
      Http.cancel(uri, id).expect(200);
      assertEquals(1, fleet.executions().of(id).size());
    }
  }

  @Test
  void waitsWithoutBeingAsked() throws Exception {
    UUID id = waiting();
    update("delete from raincheck.call where id = ?", id);
    release("", id);
    UUID spent = waiting();
    update("delete from raincheck.call where id = ?", spent);
    edit("pending", "expires_at = now()", spent);
    awaitGone(id);
    awaitGone(spent);
    Http.call(uri, id).expect(404);
    assertEquals(List.of(), fleet.executions().of(id));
  }

  @Test
  void waitsAfterItsEnd() throws Exception {
    UUID id = succeeded();
    String result = Http.result(uri, id, 0).expect(200).text();
    update(
        """
        insert into raincheck.pending (id, procedure, priority, state, not_before, created_at,
                                       retention, attempt, max_attempts)
        select id, procedure, priority, 'QUEUED', now(), created_at, '1 day', 0, 2
          from raincheck.call where id = ?
        """,
        id);
    awaitGone(id);
    assertEquals(result, Http.result(uri, id, 0).expect(200).text());
    assertEquals(1, Http.call(uri, id).json().path("attempts").size());
    awaitState(id, "SUCCEEDED");
  }

  @Test
  void moreAttemptsThanItMayHave() throws Exception {
    UUID all = waiting();
    UUID more = waiting();
    UUID less = waiting();
    release(", attempt = max_attempts", all);
    release(", attempt = max_attempts + 1", more);
    release(", attempt = -1", less);
    for (UUID id : List.of(all, more, less)) {
      Http.result(uri, id, 30).expect(200);
      assertEquals(1, fleet.executions().of(id).size());
    }

    UUID spent = waiting();
    edit("pending", "expires_at = now(), attempt = max_attempts + 1", spent);
    awaitState(spent, "EXPIRED");
    UUID unwanted = waiting();
    edit("pending", "attempt = max_attempts + 1", unwanted);
    Http.cancel(uri, unwanted).expect(200);
    awaitState(unwanted, "CANCELLED");
  }

  @Test
  void runsNowhereOrSinceLong() throws Exception {
    String alive = "node = (select id from raincheck.node limit 1), ";
    String unknown = "node = gen_random_uuid(), ";
    List<UUID> ids = new ArrayList<>();
    for (String change :
        List.of(
            "node = null, attempt_at = now(), started_at = now()",
            "node = null, attempt_at = null, started_at = null",
            unknown + "attempt_at = null, started_at = null",
            unknown + "attempt_at = now(), attempt = max_attempts + 1",
            unknown + "attempt_at = 'infinity', cancel_requested = true",
            alive + "attempt_at = now() - interval '1 hour'",
            alive + "attempt_at = '-infinity'")) {
      UUID id = waiting();
      edit("pending", "state = 'RUNNING', " + change, id);
      Http.call(uri, id).expect(200);
      ids.add(id);
    }
    // Looked for where nothing is expected, and so less often.
    for (String time : List.of("-infinity", "4000-01-01 BC")) {
      UUID id = waiting();
      edit("pending", "not_before = '" + time + "'", id);
      ids.add(id);
    }
    assertTrue(listed(uri).containsAll(ids));
    List<String> ends = List.of("SUCCEEDED", "FAILED", "CANCELLED");
    for (UUID id : ids) {
      Awaitility.await(id + " has ended")
          .atMost(PATIENCE)
          .until(() -> ends.contains(Http.call(uri, id).state()));
      assertTrue(fleet.executions().of(id).size() <= 1);
    }
  }

  @Test
  void stateThatThereIsNot() throws Exception {
    UUID id = waiting();
    edit("pending", "state = 'PAUSED'", id);
    JsonNode problem = Http.call(uri, id).expect(500).json();
    assertEquals("/problems/call-unreadable", problem.path("type").asText());
    assertTrue(problem.path("detail").asText().contains("PAUSED"));
    assertFalse(listed(uri).contains(id));
    UUID other = waiting();
    List<CompletableFuture<Http.Answer>> together = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      together.add(Http.callAsync(uri, i % 2 == 0 ? id : other));
    }
    for (int i = 0; i < together.size(); i++) {
      together.get(i).join().expect(i % 2 == 0 ? 500 : 200);
    }
    edit("pending", "state = 'QUEUED', not_before = clock_timestamp()", id);
    Http.result(uri, id, 30).expect(200);
  }

  @Test
  void historyOfAnAttemptThatIsYetToCome() throws Exception {
    UUID id = Http.submit(uri, Map.of("failures", 1), "Call-Delay", "1h").expect(202).callId();
    database.execute(
        "insert into raincheck.attempt (call_id, number, started_at, ended_at, node)"
            + " select '%s', n, 'infinity', '-infinity', '' from generate_series(1, 3) n"
                .formatted(id));
    release("", id);
    Http.result(uri, id, 30).expect(200);
    awaitState(id, "SUCCEEDED");
    assertTrue(listed(uri).contains(id));
  }

  @Test
  void columnsOfOneThatWaits() throws Exception {
    List<UUID> due = new ArrayList<>();
    for (String change :
        List.of(
            "created_at = 'infinity'",
            "created_at = '-infinity'",
            "expires_at = 'infinity'",
            "started_at = 'infinity'",
            "retention = '200000 years'",
            "retention = '-200000 years'",
            "progress_done = 1",
            "failure_status = 77")) {
      UUID id = waiting();
      edit("pending", change, id);
      Http.call(uri, id).expect(200);
      assertTrue(listed(uri).contains(id));
      release("", id);
      due.add(id);
    }
    for (UUID id : due) {
      Http.Answer result = Http.result(uri, id, 30);
      // One is kept for no time at all.
      assertTrue(Set.of(200, 404).contains(result.status()), result::toString);
      assertEquals(1, fleet.executions().of(id).size());
    }
    for (String change : List.of("not_before = 'infinity'", "priority = 9")) {
      UUID id = waiting();
      edit("pending", change, id);
      assertEquals("QUEUED", Http.call(uri, id).expect(200).state());
      Http.cancel(uri, id).expect(200);
      assertEquals("CANCELLED", Http.call(uri, id).expect(200).state());
    }
  }

  @Test
  void columnsOfWhatWasAsked() throws Exception {
    List<UUID> ids = new ArrayList<>();
    for (String change :
        List.of(
            "created_at = 'infinity'",
            "created_at = '-infinity'",
            "not_before = 'infinity'",
            "budget = '200000 years'",
            "trace_parent = E'no trace\\n\\u00e4'",
            "trace_parent = '00-00000000000000000000000000000000-0000000000000000-00'",
            "trace_state = ',=,'",
            "idempotency_key = 'nobody''s'",
            "procedure = 'fetch'")) {
      UUID id = waiting();
      edit("call", change, id);
      Http.call(uri, id).expect(200);
      assertTrue(listed(uri).contains(id));
      release("", id);
      ids.add(id);
    }
    for (UUID id : ids) {
      Http.result(uri, id, 30).expect(200);
    }
  }

  @Test
  void columnsOfOneThatHasEnded() throws Exception {
    for (String change :
        List.of(
            "ended_at = 'infinity', keep_until = 'infinity'",
            "ended_at = '-infinity'",
            "started_at = '-infinity', attempt_at = 'infinity'",
            "progress_done = 1, progress_total = null",
            "ran_micros = -9223372036854775808",
            "failure_status = 77, failure_title = null")) {
      UUID id = succeeded();
      edit("outcome", change, id);
      Http.call(uri, id).expect(200);
      Http.result(uri, id, 0).expect(200);
      assertTrue(listed(uri).contains(id));
    }
  }

  @Test
  void procedureThatThereIsNot() throws Exception {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      UUID id = waiting();
      edit("call", "procedure = 'gone'", id);
      release(", procedure = 'gone'", id);
      ids.add(id);
    }
    for (Service replica : fleet.replicas()) {
      replica.awaitLog("procedure \"gone\"");
    }
    UUID id = ids.get(0);
    Http.Answer waits = Http.call(uri, id).expect(200);
    assertEquals("QUEUED", waits.state());
    assertTrue(waits.header("Retry-After").isPresent());
    Http.result(uri, id, 0).expect(202);
    assertTrue(listed(uri).containsAll(ids));
    Http.cancel(uri, id).expect(200);
    awaitState(id, "CANCELLED");
    Http.result(uri, id, 0).expect(410);
    Http.post(uri, "/calls/" + id + "/retry").expect(409);
    edit("pending", "expires_at = now()", ids.get(1));
    Http.result(uri, ids.get(1), 30).expect(504);
    assertEquals("QUEUED", Http.call(uri, ids.get(2)).state());
    for (Service replica : fleet.replicas()) {
      assertEquals(
          1, replica.log().lines().filter(line -> line.contains("procedure \"gone\"")).count());
    }
  }
}
