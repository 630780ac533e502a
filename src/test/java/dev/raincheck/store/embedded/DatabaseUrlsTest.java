package dev.raincheck.store.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseUrlsTest {
  @TempDir Path temp;

  @Test
  void withoutUrlAllLeadsToOneEmbeddedServer() {
    SmallRyeConfig config = config(Map.of(DatabaseUrls.USERNAME, "ignored"));
    String jdbc = config.getConfigValue(DatabaseUrls.JDBC_URL).getValue();
    assertTrue(jdbc.matches("jdbc:postgresql://127\\.0\\.0\\.1:\\d+/postgres"), jdbc);
    assertEquals(jdbc, "jdbc:" + config.getConfigValue(DatabaseUrls.REACTIVE_URL).getValue());
    assertEquals(jdbc, config(Map.of()).getConfigValue(DatabaseUrls.JDBC_URL).getValue());
    assertEquals(Endpoint.USER, config.getConfigValue(DatabaseUrls.USERNAME).getValue());
    assertEquals(48, config.getConfigValue(DatabaseUrls.PASSWORD).getValue().length());
    assertEquals(DatabaseUrls.EMBEDDED, source(config));
    assertFalse(Files.exists(temp.resolve("data")));
  }

  @Test
  void emptyUrlIsNone() {
    assertEquals(DatabaseUrls.EMBEDDED, source(config(Map.of(DatabaseUrls.JDBC_URL, ""))));
  }

  @Test
  void namesAreListedForReadersThatGoByThem() {
    for (String name : config(Map.of()).getPropertyNames()) {
      if (name.equals(DatabaseUrls.PASSWORD)) {
        return;
      }
    }
    throw new AssertionError(DatabaseUrls.PASSWORD);
  }

  @Test
  void configuredUrlsStay() {
    SmallRyeConfig config =
        config(
            Map.of(
                DatabaseUrls.JDBC_URL, "jdbc:postgresql://db/a?ApplicationName=x",
                DatabaseUrls.REACTIVE_URL, "postgresql://db/b"));
    assertEquals(
        "jdbc:postgresql://db/a?ApplicationName=x",
        config.getConfigValue(DatabaseUrls.JDBC_URL).getValue());
    assertEquals("postgresql://db/b", config.getConfigValue(DatabaseUrls.REACTIVE_URL).getValue());
    assertNull(config.getConfigValue(DatabaseUrls.USERNAME).getValue());
    assertNull(config.getConfigValue(DatabaseUrls.PASSWORD).getValue());
    assertNotEquals(DatabaseUrls.EMBEDDED, source(config));
  }

  @Test
  void profileOfTheUrlCounts() {
    SmallRyeConfig config =
        config(Map.of("%prod." + DatabaseUrls.JDBC_URL, "jdbc:postgresql://db/a"));
    assertEquals("jdbc:postgresql://db/a", config.getConfigValue(DatabaseUrls.JDBC_URL).getValue());
  }

  @Test
  void oneUrlFollowsFromTheOther() {
    assertEquals(
        "postgresql://db:5432/a?sslmode=require",
        config(Map.of(DatabaseUrls.JDBC_URL, "jdbc:postgresql://db:5432/a?sslmode=require"))
            .getConfigValue(DatabaseUrls.REACTIVE_URL)
            .getValue());
    SmallRyeConfig config =
        config(Map.of(DatabaseUrls.REACTIVE_URL, "vertx-reactive:postgresql://db/a"));
    assertEquals("jdbc:postgresql://db/a", config.getConfigValue(DatabaseUrls.JDBC_URL).getValue());
    assertNotEquals(DatabaseUrls.EMBEDDED, source(config));
  }

  @Test
  void urlThatCannotBeCarriedOverIsSaid() {
    SmallRyeConfig config =
        config(Map.of(DatabaseUrls.JDBC_URL, "jdbc:postgresql://a,b/x?targetServerType=primary"));
    IllegalArgumentException failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> config.getConfigValue(DatabaseUrls.REACTIVE_URL).getValue());
    assertTrue(failure.getMessage().contains("Set " + DatabaseUrls.REACTIVE_URL));
  }

  @Test
  void buildKnowsNoEmbeddedServer() {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder().withInterceptors(new DatabaseUrls()).build();
    assertNull(config.getConfigValue(DatabaseUrls.JDBC_URL).getValue());
    assertNull(config.getConfigValue(DatabaseUrls.PASSWORD).getValue());
  }

  private SmallRyeConfig config(Map<String, String> configured) {
    Map<String, String> values = new HashMap<>(configured);
    values.put(EmbeddedConfig.DATA_DIR, temp.resolve("data").toString());
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withProfile("prod")
        .withInterceptors(new DatabaseUrls())
        .withMapping(EmbeddedConfig.class)
        .withSources(new PropertiesConfigSource(values, "test", 100))
        .build();
  }

  private static String source(SmallRyeConfig config) {
    return config.getConfigValue(DatabaseUrls.JDBC_URL).getSourceName();
  }
}
