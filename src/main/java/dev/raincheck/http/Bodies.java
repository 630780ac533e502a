package dev.raincheck.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What the head of a request says of its body. */
final class Bodies {

  private Bodies() {}

  static boolean haveLength(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.CONTENT_LENGTH);
  }

  /**
   * Whether there may be one. HTTP/1.1 announces a body by one of two headers (RFC 9112, 6). HTTP/2
   * need not; there a GET is taken to have none.
   */
  static boolean mayCome(HttpServerRequest request) {
    return haveLength(request)
        || (request.version() == HttpVersion.HTTP_2
            ? request.method() != HttpMethod.GET
            : request.headers().contains(HttpHeaders.TRANSFER_ENCODING));
  }
}
