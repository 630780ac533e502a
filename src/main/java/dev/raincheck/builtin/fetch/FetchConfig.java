package dev.raincheck.builtin.fetch;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Settings of the built-in procedure {@code fetch}. */
@ConfigMapping(prefix = "raincheck.fetch")
interface FetchConfig {

  /**
   * How long one attempt may take: resolving, connecting, redirects and reading the answer. It is
   * never longer than what is left of the caller's {@code Operation-Timeout}.
   */
  @WithDefault("30s")
  Duration timeout();

  /** How long opening a connection to one address may take. */
  @WithDefault("5s")
  Duration connectTimeout();

  /** How large the body of an answer may be, decompressed. */
  @WithDefault("5M")
  MemorySize maxBody();

  /** How many redirects are followed; the next one is returned as it is. 0 follows none. */
  @Min(0)
  @Max(20)
  @WithDefault("5")
  int maxRedirects();

  /**
   * Whether loopback, private, link-local, metadata and other special addresses may be fetched.
   * Only for development: with it, a caller reaches whatever this service reaches.
   */
  @WithDefault("false")
  boolean allowPrivate();

  /**
   * Whether headers that look like credentials are stored, with requests and with answers, even if
   * nothing is encrypted that is stored. Otherwise such requests are refused, and such headers of
   * answers left out.
   */
  @WithDefault("false")
  boolean storeCredentials();

  /** How many connections are kept to one address of one host. */
  @Min(1)
  @WithDefault("32")
  int maxConnections();

  /** How many requests may wait for a connection to one address before more of them fail. */
  @Min(0)
  @WithDefault("1000")
  int maxWaiting();

  /** How many host names are resolved at the same time. */
  @Min(1)
  @WithDefault("4")
  int resolverThreads();
}
