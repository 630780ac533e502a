package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(Quiet.class)
class SchemaTest {
  private static final String SCHEMA = "of_two_versions";

  @Inject Flyway flyway;
  @Inject Schema schema;

  /** What a later version of the service might bring. */
  private static final class V1000__Later extends BaseJavaMigration {
    @Override
    public void migrate(Context context) throws SQLException {
      try (Statement statement = context.getConnection().createStatement()) {
        statement.execute("create table later (id uuid)");
      }
    }
  }

  @AfterEach
  void drop() throws SQLException {
    try (Connection connection = flyway.getConfiguration().getDataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop schema if exists " + SCHEMA + " cascade");
    }
  }

  @Test
  void anOlderVersionStartsOnTheTablesOfALaterOne() {
    FluentConfiguration later = configuration().javaMigrations(new V1000__Later());
    later.load().migrate();
    Flyway older = configuration().load();
    assertEquals(0, older.migrate().migrationsExecuted);
    assertEquals("1000", later.load().info().current().getVersion().getVersion());
  }

  @Test
  void theNewestMigrationIsKnown() {
    MigrationInfo[] applied = flyway.info().applied();
    assertEquals(Schema.NEWEST, applied[applied.length - 1].getVersion().getVersion());
  }

  /** Each is a reason to ask Flyway. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from flyway_schema_history where version = '" + Schema.NEWEST + "'",
        "update flyway_schema_history set success = false where version = '" + Schema.NEWEST + "'",
        "insert into flyway_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success)"
            + " values (1000, '1000', '', 'SQL', '', '', 0, false)",
        "insert into outcome (id, state, ended_at, keep_until, retention, attempt, max_attempts,"
            + " ran_micros, cancel_requested, status, body, ended_tx)"
            + " values (gen_random_uuid(), 'SUCCEEDED', now(), now(), '1d', 1, 3, 0, false, 200,"
            + " '', 9223372036854775807)"
      })
  void somethingIsLeftToDo(String statement) throws SQLException {
    assertTrue(schema.isUpToDate());
    execute("create table kept_history as select * from flyway_schema_history");
    try {
      execute(statement);
      assertFalse(schema.isUpToDate());
    } finally {
      execute("delete from outcome where ended_tx = 9223372036854775807");
      execute("delete from flyway_schema_history");
      execute("insert into flyway_schema_history select * from kept_history");
      execute("drop table kept_history");
    }
    assertTrue(schema.isUpToDate());
  }

  @ParameterizedTest
  @CsvSource({"18,0,true", "18,1,true", "18,2,false", "18,6,false", "17,0,false", "19,1,false"})
  void aServerThatLosesChangesIsRefused(int major, int minor, boolean refused) {
    Executable check = () -> Schema.requireThatRowsAreKept(major, minor);
    if (refused) {
      assertThrows(ConfigurationException.class, check);
    } else {
      assertDoesNotThrow(check);
    }
  }

  private void execute(String statement) throws SQLException {
    try (Connection connection = flyway.getConfiguration().getDataSource().getConnection()) {
      connection.setSchema("raincheck");
      try (Statement prepared = connection.createStatement()) {
        prepared.execute(statement);
      }
    }
  }

  private FluentConfiguration configuration() {
    return Flyway.configure()
        .configuration(flyway.getConfiguration())
        .defaultSchema(SCHEMA)
        .schemas(SCHEMA);
  }
}
