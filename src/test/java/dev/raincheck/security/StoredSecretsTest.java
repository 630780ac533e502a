package dev.raincheck.security;

import static dev.raincheck.http.Problems.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where the service has a key, whoever reads the database reads neither inputs nor results. */
@QuarkusTest
@TestProfile(Closed.class)
class StoredSecretsTest {
  private static final String ITEM = "{\"text\":\"a-secret-text\",\"number\":2}";
  private static final Guest ALICE = Guest.key("alice");

  @Inject Pool pool;

  @Test
  void theDatabaseDoesNotHaveWhatCallersSendAndGet() {
    Response answer = submit("Prefer", "wait=30");
    assertEquals(200, answer.statusCode(), answer.asString());
    assertEquals("a-secret-text", answer.jsonPath().getString("text"));
    UUID id = UUID.fromString(answer.header("Call-Id"));
    for (String column : new String[] {"call.input", "outcome.body"}) {
      Row row =
          sql(
              "select %s from call join outcome on outcome.id = call.id where call.id = $1"
                  .formatted(column),
              id);
      String stored = new String(row.getBuffer(0).getBytes(), StandardCharsets.ISO_8859_1);
      assertFalse(stored.contains("a-secret-text"), column + ": " + stored);
    }
    sql(
        "update outcome set body = input from call where call.id = outcome.id and call.id = $1"
            + " returning 1",
        id);
    refused(ALICE.get("/calls/" + id + "/result"), 500, "call-unreadable");
  }

  @Test
  void whatCannotBeDecryptedFailsAndSaysSo() {
    UUID id = UUID.fromString(submit("Call-Delay", "1h").header("Call-Id"));
    UUID other = UUID.fromString(submit("Call-Delay", "1h").header("Call-Id"));
    sql(
        "update call set input = set_byte(input, length(input) - 1,"
            + " get_byte(input, length(input) - 1) # 1) where id = $1 returning 1",
        id);
    for (UUID each : new UUID[] {id, other}) {
      sql("update pending set not_before = now() where id = $1 returning 1", each);
    }
    Response problem = result(id);
    refused(problem, 500, "input-unreadable");
    assertEquals(
        "What is stored of the input cannot be decrypted, or is not what the procedure reads.",
        problem.jsonPath().getString("detail"));
    assertEquals("FAILED", problem.header("Call-State"));
    assertEquals(200, result(other).statusCode());
  }

  private static Response submit(String header, String value) {
    return ALICE.request().header(header, value).body(ITEM).post("/test/echo/item");
  }

  private static Response result(UUID id) {
    return ALICE.request().header("Prefer", "wait=30").get("/calls/" + id + "/result");
  }

  private Row sql(String statement, UUID id) {
    return pool.preparedQuery(statement)
        .execute(Tuple.of(id))
        .await()
        .atMost(Duration.ofSeconds(30))
        .iterator()
        .next();
  }
}
