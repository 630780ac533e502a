package dev.raincheck.security;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Who may see the pages beside the API. {@code microprofile-config.properties} says which paths
 * they are for.
 */
@Singleton
class PagePolicies {
  private final SecurityConfig config;

  PagePolicies(SecurityConfig config) {
    this.config = config;
  }

  @Produces
  @Singleton
  HttpSecurityPolicy metrics() {
    return new PagePolicy("raincheck-metrics", config.metricsOpen());
  }

  @Produces
  @Singleton
  HttpSecurityPolicy documents() {
    return new PagePolicy("raincheck-documents", config.docsOpen());
  }

  /** Lets everybody in, or those who may read. */
  private record PagePolicy(String name, boolean open) implements HttpSecurityPolicy {
    @Override
    public Uni<CheckResult> checkPermission(
        RoutingContext request,
        Uni<SecurityIdentity> identity,
        AuthorizationRequestContext context) {
      return open ? CheckResult.permit() : identity.map(PagePolicy::check);
    }

    private static CheckResult check(SecurityIdentity identity) {
      if (identity.hasRole(Rights.READ) || identity.hasRole(Rights.OPERATE)) {
        return CheckResult.PERMIT;
      } else if (identity.isAnonymous()) {
        // Quarkus would answer by itself, without a problem.
        throw new UnauthorizedException();
      }
      return CheckResult.DENY;
    }
  }
}
