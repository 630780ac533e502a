package dev.raincheck.net;

import dev.raincheck.contract.fetch.HttpUrlValidator;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * A URL that may be reached as far as its text can tell; where its host is, is not looked at here.
 *
 * @param uri satisfies {@link dev.raincheck.contract.fetch.HttpUrl}; never with an empty path,
 *     never with a fragment
 */
public record HttpTarget(URI uri) {

  /** The target of a URL; empty if the URL may not be fetched. */
  public static Optional<HttpTarget> of(String url) {
    return HttpUrlValidator.parse(url).map(HttpTarget::withoutFragment).map(HttpTarget::new);
  }

  /** The target of a redirect from here; empty if it is no URL that may be fetched. */
  public Optional<HttpTarget> redirectedTo(String location) {
    try {
      // URI.resolve still follows RFC 2396, which drops the last segment before a query.
      String reference = location.startsWith("?") ? uri.getRawPath() + location : location;
      return of(uri.resolve(new URI(reference)).toString());
    } catch (URISyntaxException notAnUrl) {
      return Optional.empty();
    }
  }

  public boolean isSecure() {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /** Host name or address literal; an IPv6 literal in brackets. */
  public String host() {
    return uri.getHost();
  }

  /** The port to connect to. */
  public int port() {
    if (uri.getPort() != -1) {
      return uri.getPort();
    }
    return isSecure() ? 443 : 80;
  }

  /** What stands in the request line. */
  public String requestUri() {
    return uri.getRawQuery() == null
        ? uri.getRawPath()
        : uri.getRawPath() + "?" + uri.getRawQuery();
  }

  /** A request to one address of the host, so that nothing is resolved again. */
  public RequestOptions at(InetAddress address) {
    return new RequestOptions()
        .setServer(SocketAddress.inetSocketAddress(port(), address.getHostAddress()))
        // For the header and for TLS.
        .setHost(host())
        .setPort(port())
        .setSsl(isSecure())
        .setURI(requestUri());
  }

  /** Scheme, host and port: what credentials are meant for, and fit to be shown in a problem. */
  public String origin() {
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
