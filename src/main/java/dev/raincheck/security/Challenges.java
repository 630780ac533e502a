package dev.raincheck.security;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What {@code WWW-Authenticate} offers: the schemes by which a caller can make itself known. */
@Singleton
public class Challenges {
  private final List<String> all = new ArrayList<>();

  Challenges(
      ApiKeys keys,
      @ConfigProperty(name = "quarkus.oidc.tenant-enabled", defaultValue = "false")
          boolean tokens) {
    if (tokens) {
      all.add("Bearer");
    }
    if (keys.areConfigured() || all.isEmpty()) {
      // Certificates have no scheme of their own, and the header must have one.
      all.add(ApiKeyMechanism.SCHEME);
    }
  }

  public List<String> all() {
    return List.copyOf(all);
  }
}
