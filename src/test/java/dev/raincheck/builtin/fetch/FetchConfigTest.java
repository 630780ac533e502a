package dev.raincheck.builtin.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FetchConfigTest {

  @Test
  void hasDefaults() {
    FetchConfig config = config(Map.of());
    assertEquals(Duration.ofSeconds(30), config.timeout());
    assertEquals(Duration.ofSeconds(5), config.connectTimeout());
    assertEquals(5 * 1024 * 1024, config.maxBody().asLongValue());
    assertEquals(5, config.maxRedirects());
    assertFalse(config.allowPrivate());
    assertFalse(config.storeCredentials());
    assertEquals(32, config.maxConnections());
    assertEquals(1000, config.maxWaiting());
    assertEquals(4, config.resolverThreads());
  }

  @Test
  void isReadByName() {
    FetchConfig config =
        config(
            Map.of(
                "raincheck.fetch.timeout", "250ms",
                "raincheck.fetch.max-body", "10K",
                "raincheck.fetch.allow-private", "true"));
    assertEquals(Duration.ofMillis(250), config.timeout());
    assertEquals(10 * 1024, config.maxBody().asLongValue());
    assertTrue(config.allowPrivate());
  }

  private static FetchConfig config(Map<String, String> values) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(FetchConfig.class);
    values.forEach(builder::withDefaultValue);
    SmallRyeConfig config = builder.build();
    return config.getConfigMapping(FetchConfig.class);
  }
}
