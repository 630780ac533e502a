package dev.raincheck.builtin.fetch;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;

/** Settings for tests: a local target is allowed, everything else is small. */
record Settings(
    Duration timeout,
    Duration connectTimeout,
    MemorySize maxBody,
    int maxRedirects,
    boolean allowPrivate,
    boolean storeCredentials,
    int maxConnections,
    int maxWaiting,
    int resolverThreads)
    implements FetchConfig {

  static Settings standard() {
    return new Settings(
        Duration.ofSeconds(20), Duration.ofSeconds(5), bytes(100_000), 3, true, false, 4, 100, 1);
  }

  Settings withTimeout(Duration changed) {
    return new Settings(
        changed, connectTimeout, maxBody, maxRedirects, allowPrivate, false, 4, maxWaiting, 1);
  }

  Settings withMaxRedirects(int changed) {
    return new Settings(
        timeout, connectTimeout, maxBody, changed, allowPrivate, false, 4, maxWaiting, 1);
  }

  Settings withoutPrivate() {
    return new Settings(
        timeout, connectTimeout, maxBody, maxRedirects, false, false, 4, maxWaiting, 1);
  }

  Settings withMaxConnections(int changed, int waiting) {
    return new Settings(
        timeout, connectTimeout, maxBody, maxRedirects, allowPrivate, false, changed, waiting, 1);
  }

  Settings withStoredCredentials() {
    return new Settings(
        timeout, connectTimeout, maxBody, maxRedirects, allowPrivate, true, 4, maxWaiting, 1);
  }

  private static MemorySize bytes(long bytes) {
    return new MemorySize(BigInteger.valueOf(bytes));
  }
}
