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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody edits rows by hand, against what the service relies on. The call in question fails or
 * waits and says why; all others go on. Only the checks of the tables of calls that wait are
 * dropped: those of their ends hold.
 */
class PoisonIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Map<String, Integer> SHORT = Map.of("millis", 1);
  private static final int MOST_LOG_LINES = 1000;

  @TempDir static Path directory;
  private static Fleet fleet;
  private static PostgresServer database;
  private static URI uri;

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

  @AfterEach
  void allElseGoesOn() throws Exception {
    for (Service replica : fleet.replicas()) {
      List<UUID> ids = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        ids.add(Http.submit(replica.uri(), SHORT).expect(202).callId());
      }
      // Not only what is claimed as it is stored.
      ids.add(Http.submit(replica.uri(), SHORT, "Call-Delay", "50ms").expect(202).callId());
      for (UUID id : ids) {
        Http.result(replica.uri(), id, 30).expect(200);
      }
      assertTrue(listed(replica.uri()).containsAll(ids));
      Outage.awaitReadiness(replica.uri(), 200, "answers", "held");
      UUID spent =
          Http.submit(replica.uri(), SHORT, "Call-Delay", "1h", "Operation-Timeout", "1ms")
              .expect(202)
              .callId();
      Http.result(replica.uri(), spent, 30).expect(504);
      assertTrue(replica.log().lines().count() < MOST_LOG_LINES, replica::log);
    }
    for (Execution execution : fleet.executions().all()) {
      assertTrue(execution.attempt() <= 4, execution::toString);
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "{}",
        "[]",
        "[{\"millis\": \"soon\"}]",
        "[1]",
        "[{\"millis\": 1}, 2]",
        "[{\"millis\": 1}",
      })
  void inputThatIsNotWhatTheProcedureReads(String input) throws Exception {
    UUID id = waiting();
    edit("call", "input = convert_to('" + input + "', 'UTF8')", id);
    release("", id);
    JsonNode problem = Http.result(uri, id, 30).expect(500).json();
    assertEquals("/problems/input-unreadable", problem.path("type").asText());
    awaitState(id, "FAILED");
    assertEquals(List.of(), fleet.executions().of(id));
    assertEquals(1, Http.call(uri, id).json().path("attempt").asInt());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "media_type = 'garbage'",
        "media_type = ''",
        "media_type = E'text/plain\\r\\nX: y'",
        "headers = 'garbage'",
        "headers = '[]'",
        "headers = '{\"X\": 1}'",
        "headers = '{\"X\": [{}]}'",
        "headers = '{\"A header\": [\"y\"]}'",
        "headers = '{\"X\": [\"a\\r\\nY: b\"]}'",
        "headers = '{\"\": [\"a\"]}'",
      })
  void resultThatCannotBeRead(String change) throws Exception {
    UUID id = succeeded();
    edit("outcome", change, id);
    for (String wait : List.of("respond-async", "wait=1")) {
      Http.Answer answer = Http.get(uri, "/calls/" + id + "/result", "Prefer", wait).expect(500);
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node = null, attempt_at = now(), started_at = now()",
        "node = null, attempt_at = null, started_at = null",
        "node = gen_random_uuid(), attempt_at = null, started_at = null",
        "node = gen_random_uuid(), attempt_at = 'infinity', attempt = 5, max_attempts = 2",
        "node = (select id from raincheck.node limit 1), attempt_at = null, started_at = null",
        "node = (select id from raincheck.node limit 1), attempt_at = 'infinity'",
        "node = (select id from raincheck.node limit 1), attempt_at = '-infinity'",
      })
  void runsNowhere(String change) throws Exception {
    UUID id = waiting();
    edit("pending", "state = 'RUNNING', " + change, id);
    Http.call(uri, id).expect(200);
    Http.result(uri, id, 30);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> Set.of("SUCCEEDED", "FAILED").contains(Http.call(uri, id).state()));
  }

  @Test
  void stateThatThereIsNot() throws Exception {
    UUID id = waiting();
    edit("pending", "state = 'PAUSED'", id);
    JsonNode problem = Http.call(uri, id).expect(500).json();
    assertEquals("/problems/call-unreadable", problem.path("type").asText());
    assertTrue(problem.path("detail").asText().contains("PAUSED"));
    assertFalse(listed(uri).contains(id));
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "created_at = 'infinity'",
        "created_at = '-infinity'",
        "expires_at = 'infinity'",
        "not_before = '-infinity'",
        "not_before = '4000-01-01 BC'",
        "started_at = 'infinity'",
        "retention = '200000 years'",
        "retention = '-200000 years'",
        "ran_micros = 9223372036854775807",
        "progress_done = 1",
        "failure_status = 77",
        "priority = 9",
      })
  void columnsOfOneThatWaits(String change) throws Exception {
    UUID id = waiting();
    // Of several assignments of a column, none would do.
    edit("pending", "not_before = clock_timestamp()", id);
    UUID other = waiting();
    edit("pending", change, other);
    Http.call(uri, other).expect(200);
    assertTrue(listed(uri).contains(other));
    if (!change.startsWith("not_before")) {
      release("", other);
    }
    Http.result(uri, id, 30).expect(200);
    if (!change.startsWith("priority")) {
      Http.Answer result = Http.result(uri, other, 30);
      assertTrue(Set.of(200, 404).contains(result.status()), result::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "created_at = 'infinity'",
        "created_at = '-infinity'",
        "not_before = 'infinity'",
        "budget = '200000 years'",
        "trace_parent = E'no trace\\n\\u00e4'",
        "trace_parent = '00-00000000000000000000000000000000-0000000000000000-00'",
        "trace_state = ',=,'",
        "caller = ''",
        "idempotency_key = 'nobody''s'",
        "procedure = 'fetch'",
      })
  void columnsOfWhatWasAsked(String change) throws Exception {
    UUID id = waiting();
    edit("call", change, id);
    Http.call(uri, id).expect(200);
    assertTrue(listed(uri).contains(id));
    release("", id);
    Http.result(uri, id, 30).expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ended_at = 'infinity', keep_until = 'infinity'",
        "ended_at = '-infinity'",
        "started_at = '-infinity', attempt_at = 'infinity'",
        "progress_done = 1, progress_total = null",
        "ran_micros = -9223372036854775808",
        "failure_status = 77, failure_title = null",
      })
  void columnsOfOneThatHasEnded(String change) throws Exception {
    UUID id = succeeded();
    edit("outcome", change, id);
    Http.call(uri, id).expect(200);
    Http.result(uri, id, 0).expect(200);
    assertTrue(listed(uri).contains(id));
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
