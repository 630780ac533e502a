package dev.raincheck.security;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes API keys: {@code Authorization: ApiKey rck_...}. Leaves other schemes to others. */
@ApplicationScoped
class ApiKeyMechanism implements HttpAuthenticationMechanism {
  static final String SCHEME = "ApiKey";
  private static final int UNAUTHORIZED = 401;

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext request, IdentityProviderManager identities) {
    return secret(request.request().getHeader(HttpHeaders.AUTHORIZATION))
        .map(secret -> identities.authenticate(new ApiKeyRequest(secret)))
        .orElseGet(() -> Uni.createFrom().nullItem());
  }

  private static Optional<String> secret(@Nullable String header) {
    if (header == null
        || header.length() <= SCHEME.length()
        || header.charAt(SCHEME.length()) != ' '
        || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    return Optional.of(header.substring(SCHEME.length() + 1).strip());
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext request) {
    return Uni.createFrom().item(new ChallengeData(UNAUTHORIZED, "WWW-Authenticate", SCHEME));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(ApiKeyRequest.class);
  }

  @Override
  public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext request) {
    return Uni.createFrom()
        .item(
            new HttpCredentialTransport(
                HttpCredentialTransport.Type.AUTHORIZATION, SCHEME, SCHEME));
  }
}
