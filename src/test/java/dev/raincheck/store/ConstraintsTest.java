package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.raincheck.contract.CallState;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.pgclient.PgException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables refuse what the state machine rules out, whoever tries. */
@QuarkusTest
@TestProfile(Quiet.class)
class ConstraintsTest extends StoreFixture {

  private static final String CHECK_VIOLATION = "23514";

  private void refused(String statement, UUID id) {
    PgException refused = assertThrows(PgException.class, () -> sql(statement, id));
    assertEquals(CHECK_VIOLATION, refused.getSqlState(), statement);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state = 'SUCCEEDED'",
        "state = 'RUNNING'",
        "node = gen_random_uuid()",
        "cancel_requested = true",
        "attempt = -1",
        "attempt = 4",
        "max_attempts = 0",
        "priority = 8",
        "ran_micros = -1",
        "state = 'RUNNING', node = gen_random_uuid(), attempt = 1",
        "state = 'RUNNING', node = gen_random_uuid(), attempt_at = now(), started_at = now()"
      })
  void aWaitingCallCannotBe(String change) {
    refused("update pending set " + change + " where id = $1", queued());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node = null",
        "state = 'QUEUED'",
        "attempt = 0",
        "attempt_at = null",
        "started_at = null"
      })
  void aRunningCallCannotBe(String change) {
    refused("update pending set " + change + " where id = $1", running().id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state = 'RUNNING'",
        "attempt = 0",
        "attempt = 4",
        "status = 99",
        "status = 600",
        "state = 'FAILED'",
        "failure_status = 500, failure_title = 'It has none'"
      })
  void aCallThatSucceededCannotBe(String change) {
    refused("update outcome set " + change + " where id = $1", ended(CallState.SUCCEEDED));
  }

  @Test
  void aCallCannotStartBeforeItIsStored() {
    refused("update call set not_before = created_at - interval '1s' where id = $1", queued());
    refused("update call set priority = -1 where id = $1", queued());
  }
}
