package dev.raincheck.store;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;

/**
 * Brings the tables up to date at the start, after the embedded server is up and before anything
 * uses them. Flyway takes a lock in the database, so several replicas may start at once. Where one
 * look tells that it would find nothing to do it is not asked, for it takes as long as all else
 * that a native executable does at its start.
 */
@ApplicationScoped
class Schema {
  /** The version of the newest migration. */
  static final String NEWEST = "11";

  private static final int AFTER_THE_SERVER = 10;
  private static final List<String> OWN_MIGRATIONS = List.of("db/raincheck");

  /** Nor has afterMigrate.sql anything to do. */
  private static final String UP_TO_DATE =
      """
      select exists (select from flyway_schema_history where version = ? and success)
         and not exists (select from flyway_schema_history where not success)
         and not exists (select from outcome
               where ended_tx > pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
      """;

  private final Flyway flyway;
  private final List<String> migrations;

  Schema(
      Flyway flyway, @ConfigProperty(name = "quarkus.flyway.locations") List<String> migrations) {
    this.flyway = flyway;
    this.migrations = migrations;
  }

  void start(@Observes @Priority(AFTER_THE_SERVER) StartupEvent event) {
    if (!isUpToDate()) {
      flyway.migrate();
    }
  }

  /** Whether there is certainly nothing to do; an application may have migrations of its own. */
  boolean isUpToDate() {
    return migrations.equals(OWN_MIGRATIONS) && newestIsThere();
  }

  private boolean newestIsThere() {
    Configuration configuration = flyway.getConfiguration();
    try (Connection connection = configuration.getDataSource().getConnection()) {
      connection.setSchema(configuration.getDefaultSchema());
      try (PreparedStatement look = connection.prepareStatement(UP_TO_DATE)) {
        look.setString(1, NEWEST);
        try (ResultSet answer = look.executeQuery()) {
          return answer.next() && answer.getBoolean(1);
        }
      }
    } catch (SQLException noTablesOrNoDatabase) {
      // Flyway makes the ones, and waits for the other or says what is wrong with it.
      return false;
    }
  }
}
