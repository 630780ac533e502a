package dev.raincheck.security;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads API keys from a properties file: {@code NAME.hash}, {@code NAME.roles}, {@code NAME.tenant}
 * and {@code NAME.expires}. Whoever writes it replaces it as a whole.
 */
final class ApiKeyFile {
  private static final int LARGEST = 1 << 20;
  private static final Set<String> ATTRIBUTES = Set.of("hash", "roles", "tenant", "expires");

  private ApiKeyFile() {}

  /** The content, to see whether it has changed. */
  static String content(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException("it is larger than " + LARGEST + " bytes");
    }
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  /**
   * @throws IllegalArgumentException if it is wrong; the message shows nothing of a key
   */
  static List<ApiKey> parse(String content) {
    Properties lines = new Properties();
    try {
      lines.load(new StringReader(content));
    } catch (IOException impossible) {
      throw new IllegalArgumentException(impossible);
    }
    Map<String, Map<String, String>> keys = new TreeMap<>();
    for (String line : lines.stringPropertyNames()) {
      int dot = line.lastIndexOf('.');
      String attribute = line.substring(dot + 1);
      if (dot < 1 || !ATTRIBUTES.contains(attribute)) {
        throw new IllegalArgumentException("a line is not NAME.hash, .roles, .tenant or .expires");
      }
      keys.computeIfAbsent(line.substring(0, dot), name -> new TreeMap<>())
          .put(attribute, lines.getProperty(line).strip());
    }
    return keys.entrySet().stream().map(key -> key(key.getKey(), key.getValue())).toList();
  }

  private static ApiKey key(String name, Map<String, String> attributes) {
    return ApiKey.of(
        name,
        list(attributes.get("hash")),
        list(attributes.get("roles")),
        Optional.ofNullable(attributes.get("tenant")),
        Optional.ofNullable(attributes.get("expires")));
  }

  private static List<String> list(@Nullable String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .toList();
  }
}
