package dev.raincheck.core;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The response that a call came to, as it is stored and replayed byte for byte.
 *
 * @param status HTTP status
 * @param mediaType of the body; null where there is no body
 * @param headers further headers that the procedure set
 * @param body bytes; owned by this record and not to be changed
 */
public record StoredResponse(
    int status, @Nullable String mediaType, Map<String, List<String>> headers, byte[] body) {
  public StoredResponse {
    headers = Map.copyOf(headers);
  }
}
