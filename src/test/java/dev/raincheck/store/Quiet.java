package dev.raincheck.store;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * An application that leaves the tables alone: whatever it does from time to time comes round once
 * in an hour, so that only the test expires, drops and reaps. It stores no credentials, as in
 * production.
 */
public final class Quiet implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "raincheck.execution.lease", "12h",
        "raincheck.execution.poll-interval", "1h",
        "raincheck.delivery.poll-interval", "1h",
        "raincheck.callbacks.poll-interval", "1h",
        "raincheck.batches.poll-interval", "1h",
        "raincheck.retention.interval", "1h",
        "raincheck.fetch.store-credentials", "false");
  }
}
