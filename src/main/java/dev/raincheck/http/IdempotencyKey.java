package dev.raincheck.http;

import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import java.util.regex.Pattern;

/**
 * Reads {@code Idempotency-Key} (<a
 * href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">IETF
 * draft</a>): a string of structured fields (RFC 9651, 3.3.3), or the same without its quotes.
 */
final class IdempotencyKey {
  private static final int LONGEST = 255;

  /** With every character escaped, and parameters; the patterns are for no more than that. */
  private static final int LONGEST_HEADER = 1024;

  /** Printable ASCII, where a quote or backslash has a backslash before it. */
  private static final Pattern QUOTED =
      Pattern.compile("\"((?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*)\"(?:\\s*;.*)?");

  private static final Pattern BARE = Pattern.compile("[!#-~][ -~]*");

  private IdempotencyKey() {}

  /**
   * The key, without quotes.
   *
   * @throws ProblemException 400 if it is not 1 to 255 characters of printable ASCII
   */
  static String parse(String header) {
    String text = header.strip();
    if (text.length() > LONGEST_HEADER) {
      throw malformed();
    }
    var quoted = QUOTED.matcher(text);
    String key;
    if (quoted.matches()) {
      key = quoted.group(1).replaceAll("\\\\(.)", "$1");
    } else if (BARE.matcher(text).matches()) {
      key = text;
    } else {
      throw malformed();
    }
    if (key.isEmpty() || key.length() > LONGEST) {
      throw malformed();
    }
    return key;
  }

  private static ProblemException malformed() {
    return new ProblemException(
        Problem.of(
            ProblemType.MALFORMED_REQUEST,
            CallHeaders.IDEMPOTENCY_KEY
                + " is 1 to "
                + LONGEST
                + " characters of printable ASCII, quoted or not."));
  }
}
