package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hundred thousand deliveries wait for a target that is dead, and others are due. */
@QuarkusTest
@TestProfile(Quiet.class)
class DeadTargetTest extends StoreFixture {
  private static final String DEAD = "http://dead.test";
  private static final int MANY = 100_000;
  private static final int OTHERS = 20;

  /** Far less than there are, and enough for all steps of a claim of the others. */
  private static final int FEW = 1_000;

  private static final Pattern LEFT_OUT = Pattern.compile("Rows Removed by .*");

  @BeforeEach
  void fill() {
    sql("truncate delivery");
    insert(DEAD, MANY);
    for (int i = 0; i < OTHERS; i++) {
      insert("http://host-" + i + ".test", 1);
    }
  }

  @AfterEach
  void empty() {
    sql("truncate delivery");
  }

  private void insert(String target, int count) {
    sql(
        "insert into delivery (call_id, caller, target, origin)"
            + " select gen_random_uuid(), '', $1, $1 from generate_series(1, $2)",
        target,
        count);
  }

  @Test
  void theOthersAreClaimedAndItsRowsNotRead() throws Exception {
    JsonNode claim = claim(0);
    assertEquals(OTHERS, claimed(), claim::toPrettyString);
    assertTrue(rows(claim) < FEW, claim::toPrettyString);
  }

  @Test
  void beforeItIsKnownToBeDeadItGetsItsShare() throws Exception {
    JsonNode claim = claim(8);
    assertEquals(OTHERS + 8, claimed(), claim::toPrettyString);
    assertTrue(rows(claim) < FEW, claim::toPrettyString);
  }

  @Test
  void theMeasureWouldSeeThemRead() throws Exception {
    JsonNode all =
        plan("select count(*) from delivery where due_at is not null and tries > $1", Tuple.of(0));
    assertTrue(rows(all) >= MANY, all::toPrettyString);
  }

  private long claimed() {
    return sql("select count(*) from delivery where tries = 1").iterator().next().getLong(0);
  }

  /**
   * Claims, and tells how.
   *
   * @param slots of the dead target
   */
  private JsonNode claim(int slots) throws Exception {
    return plan(
        DeliverySql.CLAIM,
        Tuple.tuple()
            .addValue("")
            .addValue(500)
            .addValue(new String[] {DEAD})
            .addValue(new Integer[] {slots})
            .addValue(8)
            .addValue(256)
            .addValue(Duration.ofMinutes(1).toMillis()));
  }

  private JsonNode plan(String statement, Tuple parameters) throws Exception {
    Object plan =
        get(pool.preparedQuery("explain (analyze, format json) " + statement).execute(parameters))
            .iterator()
            .next()
            .getValue(0);
    return new ObjectMapper().readTree(plan.toString()).at("/0/Plan");
  }

  /** Every row that any step of a plan had in hand, those it left out too. */
  private static long rows(JsonNode step) {
    double each = step.path("Actual Rows").asDouble();
    for (var figure : step.properties()) {
      each += LEFT_OUT.matcher(figure.getKey()).matches() ? figure.getValue().asDouble() : 0;
    }
    long rows = Math.round(each * step.path("Actual Loops").asDouble());
    for (JsonNode child : step.path("Plans")) {
      rows += rows(child);
    }
    return rows;
  }
}
