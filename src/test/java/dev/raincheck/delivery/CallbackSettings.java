package dev.raincheck.delivery;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The settings of callbacks: the defaults, and what a test sets. */
final class CallbackSettings {
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  static final String OTHER = "whsec_cmFpbmNoZWNrLWRldmVsb3BtZW50LXNlY3JldA==";

  private CallbackSettings() {}

  /**
   * @param more names, without their prefix, and values in turn
   */
  static CallbackConfig with(String... more) {
    Map<String, String> properties = new HashMap<>();
    for (int i = 0; i < more.length; i += 2) {
      properties.put("raincheck.callbacks." + more[i], more[i + 1]);
    }
    return new SmallRyeConfigBuilder()
        .withMapping(CallbackConfig.class)
        .withConverter(Duration.class, 1000, new DurationConverter())
        .withSources(new PropertiesConfigSource(properties, "test", 1000))
        .build()
        .getConfigMapping(CallbackConfig.class);
  }
}
