package dev.raincheck.procedure;

import java.util.Optional;
import java.util.Set;

/**
 * Who submitted a call, as it was known then: what a token, a certificate or an API key said. The
 * credentials themselves are not kept. What it was allowed to do may have changed since.
 *
 * @param subject of the token or the certificate, or the name of the API key
 * @param tenant to which it belongs, if that was said
 * @param roles it had when it submitted the call
 */
public record Caller(String subject, Optional<String> tenant, Set<String> roles) {

  public Caller {
    roles = Set.copyOf(roles);
  }
}
