package dev.raincheck.security;

import dev.raincheck.startup.RefusedStart;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Keeps a service from starting open by oversight: without anybody who could be known, it starts
 * only if it is told to let everybody in.
 */
@ApplicationScoped
class ClosedByDefault {
  private static final Logger LOG = Logger.getLogger(ClosedByDefault.class);

  /** Before the database is started. */
  private static final int FIRST = 1;

  private final SecurityConfig settings;
  private final Config config;
  private final ApiKeys keys;
  private final List<HttpAuthenticationMechanism> mechanisms;

  ClosedByDefault(
      SecurityConfig settings,
      Config config,
      ApiKeys keys,
      @All List<HttpAuthenticationMechanism> mechanisms) {
    this.settings = settings;
    this.config = config;
    this.keys = keys;
    this.mechanisms = mechanisms;
  }

  void start(@Observes @Priority(FIRST) StartupEvent event) {
    if (settings.anonymous()) {
      LOG.warn(
          "THIS SERVICE IS OPEN: everybody who reaches it may call, see and cancel everything"
              + " (raincheck.security.anonymous=true)");
    } else if (!isAuthenticationConfigured()) {
      throw RefusedStart.because(
          "Nobody could call this service: configure API keys, OpenID Connect or client"
              + " certificates, or set raincheck.security.anonymous=true to let everybody in;"
              + " see \"Security\" in the README.");
    }
  }

  private boolean isAuthenticationConfigured() {
    return keys.areConfigured()
        || isTrue("quarkus.oidc.tenant-enabled")
        || isSet("quarkus.http.auth.certificate-role-properties")
        || mechanisms.stream().anyMatch(this::isOfTheApplication);
  }

  /** A mechanism that neither Raincheck nor the extensions that it brings have added. */
  private boolean isOfTheApplication(HttpAuthenticationMechanism mechanism) {
    String name = mechanism.getClass().getName();
    return !name.startsWith("dev.raincheck.security.")
        && !name.startsWith("io.quarkus.oidc.")
        && !name.startsWith("io.quarkus.vertx.http.runtime.security.Mtls");
  }

  private boolean isTrue(String property) {
    return config.getOptionalValue(property, Boolean.class).orElse(false);
  }

  private boolean isSet(String property) {
    return config.getOptionalValue(property, String.class).isPresent();
  }
}
