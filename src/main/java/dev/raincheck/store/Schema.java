package dev.raincheck.store;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.flywaydb.core.Flyway;

/**
 * Brings the tables up to date at the start, after the embedded server is up and before anything
 * uses them. Flyway takes a lock in the database, so several replicas may start at once.
 */
@ApplicationScoped
class Schema {
  private static final int AFTER_THE_SERVER = 10;

  private final Flyway flyway;

  Schema(Flyway flyway) {
    this.flyway = flyway;
  }

  void start(@Observes @Priority(AFTER_THE_SERVER) StartupEvent event) {
    flyway.migrate();
  }
}
