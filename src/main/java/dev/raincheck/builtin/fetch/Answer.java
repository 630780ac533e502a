package dev.raincheck.builtin.fetch;

import dev.raincheck.contract.fetch.FetchResult;
import dev.raincheck.net.HttpTarget;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the target of one {@link Hop} answered.
 *
 * @param body decompressed; empty, because it is not read, where the status is a failure
 */
record Answer(int status, MultiMap headers, Buffer body) {

  /** Value of the first header of this name. */
  Optional<String> header(CharSequence name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The same without headers that look like credentials. */
  Answer withoutCredentials() {
    MultiMap others = MultiMap.caseInsensitiveMultiMap();
    for (Map.Entry<String, String> header : headers) {
      if (!Credentials.isNamed(header.getKey())) {
        others.add(header.getKey(), header.getValue());
      }
    }
    return new Answer(status, others, body);
  }

  /** What the caller gets. */
  FetchResult toResult(HttpTarget target, double elapsedMs) {
    BodyText text = BodyText.of(body.getBytes(), header(HttpHeaders.CONTENT_TYPE).orElse(""));
    return new FetchResult(
        target.toString(), status, joinedHeaders(), text.text(), text.encoding(), elapsedMs);
  }

  private Map<String, String> joinedHeaders() {
    Map<String, String> joined = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : headers) {
      joined.merge(
          header.getKey().toLowerCase(Locale.ROOT),
          header.getValue(),
          (before, more) -> before + ", " + more);
    }
    return joined;
  }
}
