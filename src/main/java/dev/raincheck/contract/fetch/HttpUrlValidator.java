package dev.raincheck.contract.fetch;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks {@link HttpUrl}. */
public final class HttpUrlValidator implements ConstraintValidator<HttpUrl, String> {

  @Override
  public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
    return value == null || parse(value).isPresent();
  }

  /** The URL in ASCII characters, if it is one that may be fetched. */
  public static Optional<URI> parse(String url) {
    try {
      // A host that is not one, such as a_b or a@b@c, is told apart only by the second step.
      URI uri = new URI(new URI(url).toASCIIString()).parseServerAuthority();
      return isFetchable(uri) ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException notAnUrl) {
      return Optional.empty();
    }
  }

  private static boolean isFetchable(URI uri) {
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    boolean portPossible = uri.getPort() == -1 || (uri.getPort() >= 1 && uri.getPort() <= 65_535);
    return (http || https) && uri.getHost() != null && uri.getRawUserInfo() == null && portPossible;
  }
}
