package dev.raincheck.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.docs.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The environment variables that are settings: Raincheck's own, and those of Quarkus that can be
 * set when it runs, from the documentation that each extension carries.
 */
final class Variables {
  private static final String MODEL = "META-INF/quarkus-config-doc/quarkus-config-model.json";
  private static final String QUOTED_KEY = "\"[^\"]+\"";

  private static final List<Pattern> KNOWN = new ArrayList<>();

  static {
    Settings.declared().keySet().forEach(Variables::add);
    try {
      for (URL model : Collections.list(loader().getResources(MODEL))) {
        try (InputStream content = model.openStream()) {
          addRunTimePaths(new ObjectMapper().readTree(content));
        }
      }
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private Variables() {}

  static boolean isSetting(String variable) {
    return KNOWN.stream().anyMatch(known -> known.matcher(variable).matches());
  }

  private static ClassLoader loader() {
    return Thread.currentThread().getContextClassLoader();
  }

  private static void addRunTimePaths(JsonNode model) {
    if (model.path("phase").asText().equals("RUN_TIME")) {
      add(model.at("/path/property").asText());
      model.path("additionalPaths").forEach(path -> add(path.path("property").asText()));
    }
    model.forEach(Variables::addRunTimePaths);
  }

  /** A key that the user chooses stands between two underscores more, as its quotes become. */
  private static void add(String property) {
    String pattern =
        property
            .replaceAll(QUOTED_KEY, "<key>")
            .replaceAll("[^A-Za-z0-9<>]", "_")
            .toUpperCase(Locale.ROOT)
            .replace("<KEY>", "_[A-Z0-9_]+_");
    KNOWN.add(Pattern.compile(pattern));
  }
}
