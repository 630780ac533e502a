package dev.raincheck.store.embedded;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers for the settings of the default data source that the user left out: one URL follows from
 * the other, and where there is neither, both lead to the embedded server.
 *
 * <p>An interceptor and not a configuration source, so that it sees what every source says,
 * whatever their order, and so that a build finds no values to record as defaults of the run. It
 * starts nothing.
 */
public final class DatabaseUrls implements ConfigSourceInterceptor {
  /** Name of the source of a value that leads to the embedded server. */
  static final String EMBEDDED = "embedded PostgreSQL";

  static final String JDBC_URL = "quarkus.datasource.jdbc.url";
  static final String REACTIVE_URL = "quarkus.datasource.reactive.url";
  static final String USERNAME = "quarkus.datasource.username";
  static final String PASSWORD = "quarkus.datasource.password";

  private static final long serialVersionUID = 1L;
  private static final String DERIVED = "derived";
  private static final Set<String> NAMES = Set.of(JDBC_URL, REACTIVE_URL, USERNAME, PASSWORD);

  // The drivers do not know the same parameters; this one they share.
  private static final Pattern ONE_HOST_URL =
      Pattern.compile(
          "(?:jdbc:|vertx-reactive:)?(postgres(?:ql)?://[^?,]+(?:\\?sslmode=[a-z-]+)?)");

  @Override
  public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
    if (!NAMES.contains(name)) {
      return context.proceed(name);
    }
    ConfigValue jdbc = configured(context, JDBC_URL);
    ConfigValue reactive = configured(context, REACTIVE_URL);
    if (jdbc == null && reactive == null) {
      return settingsKnown(context)
          ? value(name, embedded(name, endpoint(context)), EMBEDDED)
          : context.proceed(name);
    }
    return switch (name) {
      case JDBC_URL -> jdbc != null ? jdbc : derived(name, "jdbc:", reactive);
      case REACTIVE_URL -> reactive != null ? reactive : derived(name, "", jdbc);
      default -> context.proceed(name);
    };
  }

  /** Names the settings also where they are not set, for Quarkus reads some only if named. */
  @Override
  public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
    Set<String> names = new HashSet<>(NAMES);
    context.iterateNames().forEachRemaining(names::add);
    return names.iterator();
  }

  private static String embedded(String name, Endpoint endpoint) {
    return switch (name) {
      case JDBC_URL -> endpoint.jdbcUrl();
      case REACTIVE_URL -> endpoint.reactiveUrl();
      case USERNAME -> Endpoint.USER;
      case PASSWORD -> endpoint.password();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static ConfigValue derived(String name, String prefix, ConfigValue other) {
    Matcher url = ONE_HOST_URL.matcher(other.getValue());
    if (!url.matches()) {
      throw new IllegalArgumentException(
          "Set " + name + " too: it does not follow from the value of " + other.getName());
    }
    return value(name, prefix + url.group(1), DERIVED);
  }

  private static ConfigValue value(String name, String value, String source) {
    return ConfigValue.builder()
        .withName(name)
        .withValue(value)
        .withRawValue(value)
        .withConfigSourceName(source)
        .build();
  }

  private static @Nullable ConfigValue configured(
      ConfigSourceInterceptorContext context, String name) {
    ConfigValue value = context.proceed(name);
    // An empty value is how the environment says "not set".
    return value == null || value.getValue() == null || value.getValue().isBlank() ? null : value;
  }

  /** False in a build, where these settings have not got their defaults. */
  private static boolean settingsKnown(ConfigSourceInterceptorContext context) {
    return Stream.of(EmbeddedConfig.DATA_DIR, EmbeddedConfig.EPHEMERAL, EmbeddedConfig.PORT)
        .allMatch(name -> configured(context, name) != null);
  }

  private static Endpoint endpoint(ConfigSourceInterceptorContext context) {
    return Endpoint.ofThisRun(name -> context.proceed(name).getValue());
  }
}
