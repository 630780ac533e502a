package dev.raincheck.ops;

import dev.raincheck.core.CallRunner;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Whether this replica takes part, and whether the database answers it. The checks that Quarkus
 * makes of the pools are left out: they ask the database anew each time, and the pool of the
 * migrations may be late to notice that it is back.
 */
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
    return () ->
        HealthCheckResponse.named("raincheck-lease").status(runner.node().isPresent()).build();
  }

  /** It holds a lease, could renew it lately, and is not shutting down. */
  @Produces
  @Readiness
  HealthCheck ready() {
    return () ->
        HealthCheckResponse.named("raincheck-replica")
            .status(runner.node().isPresent() && !runner.isCutOff() && !runner.isDraining())
            .withData("lease", runner.node().isPresent() ? "held" : "none")
            .withData("database", runner.isCutOff() ? "failed" : "answers")
            .withData("draining", runner.isDraining())
            .build();
  }
}
