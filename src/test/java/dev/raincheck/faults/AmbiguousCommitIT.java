package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.raincheck.faults.Executions.Execution;
import dev.raincheck.faults.Executions.Outcome;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A statement is committed, and who sent it does not get to know. */
class AmbiguousCommitIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Map<String, Integer> SHORT = Map.of("millis", 1);

  /**
   * Accepts, and claims of a call, wait for who has these; a lock on the table would keep them from
   * being prepared, and then they would not be lost but never executed.
   */
  private static final String TURNSTILES =
      """
      create function raincheck.turnstile() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock_shared(tg_argv[0]::bigint);
        return new;
      end $$;
      create trigger turnstile before insert on raincheck.call
        for each statement execute function raincheck.turnstile(1);
      create trigger turnstile before update on raincheck.pending
        for each row when (new.state = 'RUNNING') execute function raincheck.turnstile(2)
      """;

  private static final String NO_INSERTS = "select pg_advisory_xact_lock(1)";
  private static final String NO_CLAIMS = "select pg_advisory_xact_lock(2)";

  @TempDir static Path directory;
  private static Fleet fleet;
  private static PostgresServer database;
  private static Link link;
  private static Service replica;
  private static URI uri;

  @BeforeAll
  static void start() throws Exception {
    fleet = new Fleet(directory, "raincheck.store.timeout=20s");
    database = fleet.database();
    link = Link.to(database.port());
    replica = fleet.start(fleet.planBehind(link));
    uri = replica.uri();
    database.execute(TURNSTILES);
    Http.result(uri, Http.submit(uri, SHORT).callId(), 30).expect(200);
  }

  @AfterAll
  static void stop() throws Exception {
    link.close();
    fleet.close();
  }

  /** Something that the test does while statements wait for a lock. */
  private interface Step {
    void run() throws Exception;
  }

  /**
   * Lets a statement wait for a lock, commits it, and keeps its answer back.
   *
   * @param lock what it has to wait for
   * @param trigger makes the service send it
   * @param statement a part of its text
   * @param lost waits until the service knows that it will not get the answer
   */
  private static void swallowAnswer(String lock, Step trigger, String statement, Step lost)
      throws Exception {
    try (Connection session = database.connect();
        Statement locking = session.createStatement()) {
      session.setAutoCommit(false);
      locking.execute(lock);
      trigger.run();
      awaitNumber(
          1,
          "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%"
              + statement
              + "%'");
      link.swallowAnswers();
      session.commit();
      lost.run();
    } finally {
      link.mend();
    }
  }

  private static void awaitNumber(long number, String query) {
    Awaitility.await(query).atMost(PATIENCE).until(() -> database.number(query) == number);
  }

  @Test
  void anAcceptIsRepeatedWithItsKey() throws Exception {
    String[] key = {"Idempotency-Key", "lost"};
    String stored = "select count(*) from raincheck.call where idempotency_key = 'lost'";
    List<CompletableFuture<Http.Answer>> submits = new ArrayList<>();
    swallowAnswer(
        NO_INSERTS,
        () -> submits.add(Http.submitAsync(uri, SHORT, key)),
        "fingerprint",
        () -> Outage.isRefused(submits.get(0).join()));
    awaitNumber(1, stored);

    Http.Answer again = repeat(key);
    assertEquals("true", again.header("Idempotency-Replayed").orElse("no"));
    runsOnce(again.callId());
    assertEquals(again.callId(), repeat(key).callId());
    assertEquals(1, database.number(stored));
  }

  /** As a caller does, until there is an answer. */
  private static Http.Answer repeat(String... key) throws Exception {
    Http.Answer answer = Http.submit(uri, SHORT, key);
    while (answer.status() == 503) {
      answer = Http.submit(uri, SHORT, key);
    }
    return answer.expect(202);
  }

  @Test
  void anAcceptIsNotRepeated() throws Exception {
    runsOnce(storedUnknown(Map.of("millis", 1, "size", 4321)));
  }

  @Test
  void anAcceptForLaterIsNotRepeated() throws Exception {
    runsOnce(storedUnknown(Map.of("millis", 1, "size", 4322), "Call-Delay", "100ms"));
  }

  private static UUID storedUnknown(Map<String, Integer> work, String... headers) throws Exception {
    List<CompletableFuture<Http.Answer>> submits = new ArrayList<>();
    swallowAnswer(
        NO_INSERTS,
        () -> submits.add(Http.submitAsync(uri, work, headers)),
        "fingerprint",
        () -> Outage.isRefused(submits.get(0).join()));
    List<UUID> found =
        database.query(
            "select id from raincheck.call where convert_from(input, 'UTF8') like '%"
                + work.get("size")
                + "%'",
            row -> row.getObject(1, UUID.class));
    assertEquals(1, found.size());
    return found.get(0);
  }

  @Test
  void anEndIsRecordedTwice() throws Exception {
    UUID id = Http.submit(uri, Map.of("millis", 500)).expect(202).callId();
    swallowAnswer(
        lock(id),
        () -> fleet.executions().awaitBegun(id, 1),
        "media_type",
        () -> replica.awaitLog("Call " + id + " cannot be recorded yet"));
    runsOnce(id);
    JsonNode call = Http.call(uri, id).json();
    assertEquals(1, call.path("attempt").asInt());
    assertEquals(1, call.path("attempts").size());
  }

  @Test
  void aFailureIsRecordedTwice() throws Exception {
    UUID id = Http.submit(uri, Map.of("millis", 500, "failures", 1)).expect(202).callId();
    swallowAnswer(
        lock(id),
        () -> fleet.executions().awaitBegun(id, 1),
        "effect",
        () -> replica.awaitLog("Call " + id + " cannot be recorded yet"));
    Http.Answer result = result(id);
    List<Execution> executions = fleet.executions().of(id);
    assertEquals(
        List.of(Outcome.FAILED, Outcome.OK),
        executions.stream().map(each -> each.outcome().orElseThrow()).toList());
    // A claim may have been lost in between; its number is not used again.
    int last = executions.get(1).attempt();
    assertEquals(1, executions.get(0).attempt());
    assertTrue(last > 1);
    assertEquals(last, result.json().path("attempt").asInt());
    JsonNode call = Http.call(uri, id).json();
    assertEquals(last, call.path("attempt").asInt());
    assertEquals(last, call.path("attempts").size());
    assertEquals(500, call.path("attempts").path(0).path("failure").path("status").asInt());
  }

  private static String lock(UUID id) {
    return "select from raincheck.pending where id = '" + id + "' for update";
  }

  @Test
  void aClaimIsLost() throws Exception {
    List<UUID> ids = new ArrayList<>();
    long before = failedClaims();
    swallowAnswer(
        NO_CLAIMS,
        () -> ids.add(Http.submit(uri, SHORT, "Call-Delay", "100ms").expect(202).callId()),
        "picked as materialized",
        () -> Awaitility.await().atMost(PATIENCE).until(() -> failedClaims() > before));
    UUID id = ids.get(0);
    runsOnce(id);
    assertEquals(2, attempts(id));
    assertEquals(2, Http.call(uri, id).json().path("attempts").size());
  }

  private static int attempts(UUID id) throws Exception {
    return Http.call(uri, id).expect(200).json().path("attempt").asInt();
  }

  private static long failedClaims() {
    return replica.log().lines().filter(line -> line.contains("No calls could be claimed")).count();
  }

  /** It runs, once, and what that came to is its result. */
  private static void runsOnce(UUID id) throws Exception {
    Http.Answer result = result(id);
    List<Execution> executions = fleet.executions().of(id);
    assertEquals(1, executions.size(), "executions");
    assertEquals(executions.get(0).token().toString(), result.json().path("token").asText());
    assertEquals(
        1, database.number("select count(*) from raincheck.outcome where id = '" + id + "'"));
    assertEquals(
        0, database.number("select count(*) from raincheck.pending where id = '" + id + "'"));
    assertNotEquals("", result.json().path("token").asText());
    assertTrue(fleet.executions().of(id).get(0).ended(Outcome.OK));
  }

  private static Http.Answer result(UUID id) throws Exception {
    Http.Answer answer = Http.result(uri, id, 30);
    while (answer.status() == 503) {
      answer = Http.result(uri, id, 30);
    }
    return answer.expect(200);
  }
}
