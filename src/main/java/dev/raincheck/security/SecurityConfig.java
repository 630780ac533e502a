package dev.raincheck.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may call, and what. Public as the validation of nested mappings wants it. */
@ConfigMapping(prefix = "raincheck.security")
public interface SecurityConfig {

  /** Whether callers without credentials are let in, with every right. */
  @WithDefault("false")
  boolean anonymous();

  /** Whether {@code /q/metrics} is open; otherwise it takes the role {@code read}. */
  @WithDefault("false")
  boolean metricsOpen();

  /** Whether {@code /q/openapi} and Swagger UI are open; otherwise they take {@code read}. */
  @WithDefault("true")
  boolean docsOpen();

  /** Claim of a token that names the tenant of its subject. */
  @WithDefault("tenant")
  String tenantClaim();

  /** What a role of a token, a certificate or a key stands for, besides itself. */
  Map<String, List<String>> roles();

  /** File with API keys. */
  Optional<Path> apiKeysFile();

  /** How often the file is looked at. */
  @WithDefault("10s")
  Duration apiKeysReload();

  /** API keys, by name. */
  Map<String, Key> apiKeys();

  /** One API key. */
  interface Key {

    /** SHA-256 of the key in hexadecimal digits; of two while it is being replaced. */
    List<String> hash();

    /** Its roles. */
    List<String> roles();

    /** Tenant to which it belongs. */
    Optional<String> tenant();

    /** When it ends to be valid, in RFC 3339; never if not given. */
    Optional<String> expires();
  }
}
