package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The hot statements find their rows by an index, on tables that have grown since the database last
 * looked at them: what it believes then is what leads to scans of whole tables.
 */
@QuarkusTest
@TestProfile(Quiet.class)
class PlansTest extends StoreFixture {
  private static final int ROWS = 3_000;

  private static final Pattern SCAN_OF_A_TABLE =
      Pattern.compile(
          "Seq Scan on (call|pending|outcome|attempt|idempotency|delivery|batch|batch_member"
              + "|batch_news)\\b");

  @ParameterizedTest
  @CsvSource({
    "search_path,raincheck",
    "enable_seqscan,off",
    "enable_hashjoin,off",
    "enable_mergejoin,off",
    "jit,off",
    "plan_cache_mode,force_generic_plan"
  })
  void thePoolsSettingsArrive(String setting, String value) {
    assertEquals(value, sql("show " + setting).iterator().next().getString(0));
  }

  @BeforeEach
  void fill() {
    sql(
        """
        with made as (
          insert into call (id, procedure, caller, created_at, priority, input)
          select gen_random_uuid(), $1, '', now(), 3, '[]' from generate_series(1, $2)
          returning id, procedure, priority, created_at
        )
        insert into pending (id, procedure, priority, state, not_before, created_at, retention,
                             attempt, max_attempts)
        select id, procedure, priority, 'QUEUED', created_at, created_at, '1d', 0, 3 from made
        """,
        procedure,
        ROWS);
    sql(
        """
        with made as (
          insert into call (id, procedure, caller, created_at, priority, input, idempotency_key)
          select gen_random_uuid(), $1, '', now(), 3, '[]', n from generate_series(1, $2) n
          returning id, procedure, idempotency_key
        ), keyed as (
          insert into idempotency (caller, procedure, key, call_id, fingerprint)
          select '', procedure, idempotency_key, id, '' from made
        ), tried as (
          insert into attempt (call_id, number, started_at, ended_at, node)
          select id, 1, now(), now(), 'a-replica' from made
        )
        insert into outcome (id, state, ended_at, keep_until, retention, attempt, max_attempts,
                             ran_micros, cancel_requested, status, body)
        select id, 'SUCCEEDED', now(), now() + interval '1d', '1d', 1, 3, 0, false, 200, ''
          from made
        """,
        procedure,
        ROWS);
  }

  @TestFactory
  List<DynamicTest> hotStatementsUseIndexes() {
    return List.of(
        hot("SAMPLE_CALLERS", QueueSql.SAMPLE_CALLERS),
        hot("ACCEPT", QueueSql.ACCEPT),
        hot("KEY", QueueSql.KEY),
        hot("CLAIM", QueueSql.CLAIM),
        hot("REPORT", QueueSql.REPORT),
        hot("END", QueueSql.END),
        hot("REQUEUE", QueueSql.REQUEUE),
        hot("FIND", CallSql.FIND),
        hot("ENDED", CallSql.ENDED),
        hot("ENDED_AMONG", CallSql.ENDED_AMONG),
        hot("HISTORIES", CallSql.HISTORIES),
        hot("LATEST", CallSql.LATEST),
        hot("LIST", CallSql.LIST),
        hot("LIST_OF_PROCEDURE", CallSql.LIST_OF_PROCEDURE),
        hot("LIST_OF_CALLER", CallSql.LIST_OF_CALLER),
        hot("LIST_OF_CALLER_AND_PROCEDURE", CallSql.LIST_OF_CALLER_AND_PROCEDURE),
        hot("CANCEL", CallSql.CANCEL),
        hot("CANCEL_REQUESTED", CallSql.CANCEL_REQUESTED),
        hot("RETRY", CallSql.RETRY),
        hot("DELETE", CallSql.DELETE),
        hot("EXPIRE", CallSql.EXPIRE),
        hot("PURGE", CallSql.PURGE),
        hot("DELIVER", DeliverySql.CLAIM),
        hot("RECORD", DeliverySql.RECORD),
        hot("GIVE_UP", DeliverySql.GIVE_UP),
        hot("DELIVER_AGAIN", DeliverySql.AGAIN),
        hot("DELIVER_BATCH_AGAIN", DeliverySql.AGAIN_OF_BATCH),
        hot("feed ENDS", FeedSql.ENDS),
        hot("feed CHANGED", FeedSql.CHANGED),
        hot("batch ACCEPT", BatchSql.ACCEPT),
        hot("batch FIND", BatchSql.FIND),
        hot("batch ENDED_AMONG", BatchSweepSql.ENDED_AMONG),
        hot("batch CALLS", BatchSql.CALLS),
        hot("batch GATHER", BatchSql.GATHER),
        hot("batch SWEEP", BatchSweepSql.SWEEP),
        hot("batch CANCEL", BatchSql.CANCEL),
        hot("batch TO_CANCEL", BatchSweepSql.TO_CANCEL),
        hot("batch CANCEL_MEMBERS", BatchSweepSql.CANCEL_MEMBERS),
        hot("batch DELETE", BatchSql.DELETE),
        hot("batch PURGE", BatchSweepSql.PURGE),
        hot("REAP", LeaseSql.REAP),
        hot("RELEASE_STRAYS", LeaseSql.RELEASE_STRAYS),
        hot("RESIGN", LeaseSql.RESIGN));
  }

  private DynamicTest hot(String name, String statement) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          String plan = plan(statement);
          assertFalse(SCAN_OF_A_TABLE.matcher(plan).find(), plan);
        });
  }

  /** However deep in the list a page is. */
  @TestFactory
  List<DynamicTest> aPageIsReadFromItsPlace() {
    Pattern place = Pattern.compile("Index Cond: [^\n]*ROW\\(created_at, id\\) < ROW");
    return Stream.of(
            CallSql.LIST,
            CallSql.LIST_OF_PROCEDURE,
            CallSql.LIST_OF_CALLER,
            CallSql.LIST_OF_CALLER_AND_PROCEDURE)
        .map(
            statement ->
                DynamicTest.dynamicTest(
                    statement.strip(),
                    () -> {
                      String plan = plan(statement);
                      assertTrue(place.matcher(plan).find(), plan);
                      assertTrue(plan.lines().toList().get(1).contains("Nested Loop"), plan);
                    }))
        .toList();
  }

  /** What the planner believes to be empty may be full of entries that a snapshot keeps. */
  @TestFactory
  List<DynamicTest> anEmptyQueueIsNotReadAsAWhole() {
    sql("delete from pending where procedure = $1", procedure);
    sql("vacuum analyze pending");
    Pattern whole =
        Pattern.compile("Index Scan using pending_\\w+ on pending[^\n]*\n(?!\\s*Index Cond)");
    return Stream.of(QueueSql.REPORT, QueueSql.END, QueueSql.REQUEUE, LeaseSql.REAP)
        .map(
            statement ->
                DynamicTest.dynamicTest(
                    statement.strip().lines().findFirst().orElseThrow(),
                    () -> {
                      String plan = plan(statement);
                      assertFalse(whole.matcher(plan).find(), plan);
                    }))
        .toList();
  }

  @Test
  void aScanOfATableWouldBeSeen() {
    String plan = plan("select * from pending where progress_note = $1");
    assertTrue(SCAN_OF_A_TABLE.matcher(plan).find(), plan);
  }

  /** The plan that serves every value, as the pool's prepared statements come to use it. */
  private String plan(String statement) {
    return StreamSupport.stream(
            get(pool.query("explain (generic_plan) " + statement).execute()).spliterator(), false)
        .map((Row row) -> row.getString(0))
        .collect(Collectors.joining("\n"));
  }
}
