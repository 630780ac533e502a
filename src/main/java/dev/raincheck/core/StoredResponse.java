package dev.raincheck.core;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The response that a call came to, as it is stored and replayed byte for byte. What HTTP cannot
 * carry is refused with an {@link IllegalArgumentException}, whose message is for the caller.
 *
 * @param status HTTP status
 * @param mediaType of the body; null where there is no body
 * @param headers further headers that the procedure set
 * @param body bytes; owned by this record and not to be changed
 */
public record StoredResponse(
    int status, @Nullable String mediaType, Map<String, List<String>> headers, byte[] body) {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final String TEXT = "[^\\x00-\\x08\\x0a-\\x1f\\x7f]*";
  private static final Pattern NAME = Pattern.compile(TOKEN);
  private static final Pattern VALUE = Pattern.compile(TEXT);
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(TOKEN + "/" + TOKEN + "(?:[ \\t]*;" + TEXT + ")?");

  public StoredResponse {
    headers = Map.copyOf(headers);
    require(status >= 100 && status <= 599, "no response can have its status");
    require(mediaType == null || MEDIA_TYPE.matcher(mediaType).matches(), "its media type is none");
    headers.forEach(
        (name, values) -> {
          require(NAME.matcher(name).matches(), "a header cannot have such a name");
          values.forEach(
              value ->
                  require(
                      VALUE.matcher(value).matches(),
                      "the header " + name + " has control characters"));
        });
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
