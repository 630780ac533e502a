package dev.raincheck.http;

import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code Prefer} (<a href="https://www.rfc-editor.org/rfc/rfc7240">RFC 7240</a>): {@code
 * wait} in whole seconds; every other preference is ignored. Of several {@code wait} the first
 * counts.
 */
final class Preferences {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
  private static final String WAIT = "wait";

  private Preferences() {}

  /**
   * How long a caller is willing to wait; empty if it does not say.
   *
   * @throws ProblemException 400 if {@code wait} is no whole number of seconds
   */
  static Optional<Duration> wait(List<String> headers) {
    return headers.stream()
        .flatMap(header -> preferences(header).stream())
        .map(preference -> preference.split(";", 2)[0].split("=", 2))
        .filter(preference -> preference[0].strip().equalsIgnoreCase(WAIT))
        .findFirst()
        .map(preference -> seconds(preference.length == 2 ? unquoted(preference[1]) : ""));
  }

  /** What stands between commas, except those inside quotes. */
  private static List<String> preferences(String header) {
    List<String> preferences = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        preferences.add(header.substring(start, i));
        start = i + 1;
      }
    }
    preferences.add(header.substring(start));
    return preferences;
  }

  private static Duration seconds(String value) {
    if (!SECONDS.matcher(value).matches()) {
      throw new ProblemException(
          Problem.of(
              ProblemType.MALFORMED_REQUEST,
              CallHeaders.PREFER + ": wait takes a whole number of seconds, such as wait=10."));
    }
    return Duration.ofSeconds(Long.parseLong(value));
  }

  private static String unquoted(String value) {
    String text = value.strip();
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
