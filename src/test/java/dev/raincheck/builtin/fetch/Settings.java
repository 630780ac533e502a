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
    int maxConnections,
    int maxWaiting,
    int resolverThreads)
    implements FetchConfig {

  static Settings standard() {
    return new Settings(
        Duration.ofSeconds(20), Duration.ofSeconds(5), bytes(100_000), 3, true, 4, 100, 1);
  }

  Settings withTimeout(Duration changed) {
    return new Settings(
        changed, connectTimeout, maxBody, maxRedirects, allowPrivate, 4, maxWaiting, 1);
  }

  Settings withMaxRedirects(int changed) {
    return new Settings(timeout, connectTimeout, maxBody, changed, allowPrivate, 4, maxWaiting, 1);
  }

  Settings withoutPrivate() {
    return new Settings(timeout, connectTimeout, maxBody, maxRedirects, false, 4, maxWaiting, 1);
  }

  Settings withMaxConnections(int changed, int waiting) {
    return new Settings(
        timeout, connectTimeout, maxBody, maxRedirects, allowPrivate, changed, waiting, 1);
  }

  private static MemorySize bytes(long bytes) {
    return new MemorySize(BigInteger.valueOf(bytes));
  }
}
