package dev.raincheck.security;

import java.security.Principal;
import java.util.Optional;

/** The holder of an API key. */
record ApiKeyPrincipal(String name, Optional<String> tenant) implements Principal {
  @Override
  public String getName() {
    return name;
  }
}
