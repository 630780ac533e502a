package dev.raincheck.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A request with an API key. */
final class ApiKeyRequest extends BaseAuthenticationRequest {
  private final String secret;

  ApiKeyRequest(String secret) {
    this.secret = secret;
  }

  String secret() {
    return secret;
  }
}
