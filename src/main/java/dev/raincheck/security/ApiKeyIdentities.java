package dev.raincheck.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Knows who holds which API key. */
@ApplicationScoped
class ApiKeyIdentities implements IdentityProvider<ApiKeyRequest> {
  private final ApiKeys keys;

  ApiKeyIdentities(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  public Class<ApiKeyRequest> getRequestType() {
    return ApiKeyRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      ApiKeyRequest request, AuthenticationRequestContext context) {
    return keys.find(request.secret())
        .map(ApiKeyIdentities::identity)
        .map(identity -> Uni.createFrom().item(identity))
        .orElseGet(
            () -> Uni.createFrom().failure(new AuthenticationFailedException("No valid API key")));
  }

  private static SecurityIdentity identity(ApiKey key) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new ApiKeyPrincipal(key.name(), key.tenant()))
        .addRoles(key.roles())
        .build();
  }
}
