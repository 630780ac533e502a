package dev.raincheck.store;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Headers of a response as they are stored: a JSON object of arrays of text. */
final class StoredHeaders {
  private StoredHeaders() {}

  /** Null where there are none. */
  static @Nullable String write(Map<String, List<String>> headers) {
    if (headers.isEmpty()) {
      return null;
    }
    JsonObject json = new JsonObject();
    headers.forEach((name, values) -> json.put(name, new JsonArray(values)));
    return json.encode();
  }

  /**
   * @throws DecodeException if it is something else
   */
  static Map<String, List<String>> read(@Nullable String stored) {
    if (stored == null) {
      return Map.of();
    }
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (Map.Entry<String, Object> header : new JsonObject(stored)) {
      if (!(header.getValue() instanceof JsonArray values)) {
        throw new DecodeException("The values of a header are no array");
      }
      headers.put(header.getKey(), values.stream().map(String::valueOf).toList());
    }
    return headers;
  }
}
