package dev.raincheck.http;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Keeps a service from starting open whose operator wants it closed. */
@ApplicationScoped
class AnonymousAccess {

  void start(@Observes StartupEvent event, SecurityConfig config) {
    if (!config.anonymous()) {
      throw new IllegalStateException(
          "raincheck.security.anonymous=false needs authentication, which this version does not"
              + " have");
    }
  }
}
