package dev.raincheck.store;

import dev.raincheck.startup.RefusedStart;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
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
    try (Connection connection = flyway.getConfiguration().getDataSource().getConnection()) {
      DatabaseMetaData server = connection.getMetaData();
      requireThatRowsAreKept(server.getDatabaseMajorVersion(), server.getDatabaseMinorVersion());
    } catch (SQLException failure) {
      throw new IllegalStateException("The version of PostgreSQL cannot be told", failure);
    }
  }

  /**
   * PostgreSQL 18.0 and 18.1 pass over all rows but the first of those that a statement like {@code
   * update … from unnest(…)} finds changed by another transaction: ends of calls would be lost.
   * Mended in 18.2 by its commit 889676a, "Fix rowmark handling for non-relation RTEs".
   */
  static void requireThatRowsAreKept(int major, int minor) {
    if (major == 18 && minor < 2) {
      throw RefusedStart.because(
          "PostgreSQL 18.0 and 18.1 lose changes that are made at the same time:"
              + " take 18.2 or newer, or an older major version");
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
