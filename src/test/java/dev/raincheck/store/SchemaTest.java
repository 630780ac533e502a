package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SchemaTest {
  private static final String SCHEMA = "of_two_versions";

  @Inject Flyway flyway;

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

  private FluentConfiguration configuration() {
    return Flyway.configure()
        .configuration(flyway.getConfiguration())
        .defaultSchema(SCHEMA)
        .schemas(SCHEMA);
  }
}
