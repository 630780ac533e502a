package dev.raincheck.store;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.Map;
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

  private static final List<String> TABLES =
      List.of(
          "call",
          "pending",
          "outcome",
          "attempt",
          "idempotency",
          "delivery",
          "batch",
          "batch_member",
          "batch_news");

  private static final Pattern SCAN_OF_A_TABLE =
      Pattern.compile("Seq Scan on (" + String.join("|", TABLES) + ")\\b");

  /** Indexes that have few entries, are read in their order up to a limit, or are to be counted. */
  private static final String SMALL_OR_ORDERED =
      "batch_open|batch_to_cancel|batch_by_retention|batch_news_pkey on batch_news n\\b"
          + "|pending_ready on pending waiting\\b";

  /** Without a condition, or with one that is not on its first column. */
  private static final Pattern SCAN_OF_AN_INDEX =
      Pattern.compile(
          "using (?!%s)\\w+ on (?:%s)\\b[^\n]*\n(?!\\s*Index Cond)"
                  .formatted(SMALL_OR_ORDERED, String.join("|", TABLES))
              + "|using (?!batch_open)\\w+(?<!_pkey) on [^\n]*\n\\s*Index Cond: \\(+id ");

  private static final Map<String, String> HOT =
      Map.ofEntries(
          entry("SAMPLE_CALLERS", QueueSql.SAMPLE_CALLERS),
          entry("ACCEPT", QueueSql.ACCEPT),
          entry("KEY", QueueSql.KEY),
          entry("CLAIM", QueueSql.CLAIM),
          entry("REPORT", QueueSql.REPORT),
          entry("END", QueueSql.END),
          entry("REQUEUE", QueueSql.REQUEUE),
          entry("FIND", CallSql.FIND),
          entry("ENDED", CallSql.ENDED),
          entry("ENDED_AMONG", CallSql.ENDED_AMONG),
          entry("HISTORIES", CallSql.HISTORIES),
          entry("LATEST", CallSql.LATEST),
          entry("LIST", CallSql.LIST),
          entry("LIST_OF_PROCEDURE", CallSql.LIST_OF_PROCEDURE),
          entry("LIST_OF_CALLER", CallSql.LIST_OF_CALLER),
          entry("LIST_OF_CALLER_AND_PROCEDURE", CallSql.LIST_OF_CALLER_AND_PROCEDURE),
          entry("CANCEL", CallSql.CANCEL),
          entry("CANCEL_REQUESTED", CallSql.CANCEL_REQUESTED),
          entry("RETRY", CallSql.RETRY),
          entry("DELETE", CallSql.DELETE),
          entry("EXPIRE", CallSql.EXPIRE),
          entry("PURGE", CallSql.PURGE),
          entry("DELIVER", DeliverySql.CLAIM),
          entry("RECORD", DeliverySql.RECORD),
          entry("GIVE_UP", DeliverySql.GIVE_UP),
          entry("DELIVER_AGAIN", DeliverySql.AGAIN),
          entry("DELIVER_BATCH_AGAIN", DeliverySql.AGAIN_OF_BATCH),
          entry("feed ENDS", FeedSql.ENDS),
          entry("feed CHANGED", FeedSql.CHANGED),
          entry("batch ACCEPT", BatchSql.ACCEPT),
          entry("batch FIND", BatchSql.FIND),
          entry("batch ENDED_AMONG", BatchSweepSql.ENDED_AMONG),
          entry("batch CALLS", BatchSql.CALLS),
          entry("batch GATHER", BatchSql.GATHER),
          entry("batch SWEEP", BatchSweepSql.SWEEP),
          entry("batch CANCEL", BatchSql.CANCEL),
          entry("batch TO_CANCEL", BatchSweepSql.TO_CANCEL),
          entry("batch CANCEL_MEMBERS", BatchSweepSql.CANCEL_MEMBERS),
          entry("batch DELETE", BatchSql.DELETE),
          entry("batch PURGE", BatchSweepSql.PURGE),
          entry("REAP", LeaseSql.REAP),
          entry("RELEASE_STRAYS", LeaseSql.RELEASE_STRAYS),
          entry("RESIGN", LeaseSql.RESIGN));

  @ParameterizedTest
  @CsvSource({
    "search_path,raincheck",
    "enable_seqscan,off",
    "enable_hashjoin,off",
    "enable_mergejoin,off",
    "enable_indexonlyscan,off",
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
  Stream<DynamicTest> hotStatementsUseIndexes() {
    return noneOf(SCAN_OF_A_TABLE);
  }

  /**
   * What the planner takes for empty may be full by the time that the plan is used, and of what it
   * takes for empty, every index is as cheap as the right one, with a condition or without.
   */
  @TestFactory
  Stream<DynamicTest> hotStatementsDoNotReadAWholeIndex() {
    empty();
    return noneOf(SCAN_OF_AN_INDEX);
  }

  private Stream<DynamicTest> noneOf(Pattern unwanted) {
    return HOT.entrySet().stream()
        .map(
            hot ->
                DynamicTest.dynamicTest(
                    hot.getKey(),
                    () -> {
                      String plan = plan(hot.getValue());
                      assertFalse(unwanted.matcher(plan).find(), plan);
                    }));
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

  @Test
  void aScanWouldBeSeen() {
    String plan = plan("select * from pending where progress_note = $1");
    assertTrue(SCAN_OF_A_TABLE.matcher(plan).find(), plan);
    empty();
    for (String statement :
        List.of(
            "select p.* from unnest($1::uuid[]) as g(id) join pending p on p.id = g.id",
            "select * from pending where id = $1 and state = 'QUEUED'")) {
      String scan = plan(statement);
      assertTrue(SCAN_OF_AN_INDEX.matcher(scan).find(), scan);
    }
  }

  private void empty() {
    sql("truncate " + String.join(", ", TABLES));
    TABLES.forEach(table -> sql("vacuum analyze " + table));
  }

  /** The plan that serves every value, as the pool's prepared statements come to use it. */
  private String plan(String statement) {
    return StreamSupport.stream(
            get(pool.query("explain (generic_plan) " + statement).execute()).spliterator(), false)
        .map((Row row) -> row.getString(0))
        .collect(Collectors.joining("\n"));
  }
}
