package dev.raincheck.ops;

import dev.raincheck.core.CallRunner;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Whether this replica takes part: beside the database's own check, which Quarkus makes. */
@Singleton
class Health {
  private final CallRunner runner;

  Health(CallRunner runner) {
    this.runner = runner;
  }

  /** The schema is there and the replica has its first lease. */
  @Produces
  @Startup
  HealthCheck started() {
    return () -> response("raincheck-lease", runner.node().isPresent());
  }

  /** It holds a lease, and is not shutting down. */
  @Produces
  @Readiness
  HealthCheck ready() {
    return () -> response("raincheck-replica", runner.node().isPresent() && !runner.isDraining());
  }

  private static HealthCheckResponse response(String name, boolean up) {
    return HealthCheckResponse.named(name).status(up).build();
  }
}
