package dev.raincheck.builtin.fetch;

import dev.raincheck.contract.fetch.HttpUrlValidator;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * A URL that may be fetched as far as its text can tell; where its host is, is not looked at here.
 *
 * @param uri satisfies {@link dev.raincheck.contract.fetch.HttpUrl}; never with an empty path,
 *     never with a fragment
 */
record FetchTarget(URI uri) {

  /** The target of a URL; empty if the URL may not be fetched. */
  static Optional<FetchTarget> of(String url) {
    return HttpUrlValidator.parse(url).map(FetchTarget::withoutFragment).map(FetchTarget::new);
  }

  /** The target of a redirect from here; empty if it is no URL that may be fetched. */
  Optional<FetchTarget> redirectedTo(String location) {
    try {
      // URI.resolve still follows RFC 2396, which drops the last segment before a query.
      String reference = location.startsWith("?") ? uri.getRawPath() + location : location;
      return of(uri.resolve(new URI(reference)).toString());
    } catch (URISyntaxException notAnUrl) {
      return Optional.empty();
    }
  }

  boolean isSecure() {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /** Host name or address literal; an IPv6 literal in brackets. */
  String host() {
    return uri.getHost();
  }

  /** The port to connect to. */
  int port() {
    if (uri.getPort() != -1) {
      return uri.getPort();
    }
    return isSecure() ? 443 : 80;
  }

  /** What stands in the request line. */
  String requestUri() {
    return uri.getRawQuery() == null
        ? uri.getRawPath()
        : uri.getRawPath() + "?" + uri.getRawQuery();
  }

  /** Scheme, host and port: what credentials are meant for, and fit to be shown in a problem. */
  String origin() {
    String scheme = isSecure() ? "https" : "http";
    return scheme + "://" + host().toLowerCase(Locale.ROOT) + ":" + port();
  }

  @Override
  public String toString() {
    return uri.toString();
  }

  private static URI withoutFragment(URI uri) {
    String text = uri.toString();
    int fragment = text.indexOf('#');
    String sent = fragment < 0 ? text : text.substring(0, fragment);
    if (!uri.getRawPath().isEmpty()) {
      return URI.create(sent);
    }
    // With an empty path, URI.resolve would join a relative reference to the host's name.
    int query = sent.indexOf('?');
    return query < 0
        ? URI.create(sent + "/")
        : URI.create(sent.substring(0, query) + "/" + sent.substring(query));
  }
}
