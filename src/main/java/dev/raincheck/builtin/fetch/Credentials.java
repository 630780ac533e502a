package dev.raincheck.builtin.fetch;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** Which headers look like credentials, and whether such may be stored. */
@Singleton
class Credentials {
  private static final String ENCRYPTION = "raincheck.encryption.active-key";

  private static final Pattern NAME =
      Pattern.compile(
          "(?!idempotency-key$)(?:.*-)?(?:authorization|key|token|secret)|(?:set-)?cookie2?"
              + "|(?:proxy-)?authentication-info");

  private final boolean stored;

  @Inject
  Credentials(FetchConfig fetch, Config config) {
    this(fetch.storeCredentials() || config.getOptionalValue(ENCRYPTION, String.class).isPresent());
  }

  Credentials(boolean stored) {
    this.stored = stored;
  }

  /** Whether they may be stored: what is stored is encrypted, or the operator wants it so. */
  boolean areStored() {
    return stored;
  }

  /** Whether a header of this name looks as if it carried some. */
  static boolean isNamed(String header) {
    return NAME.matcher(header.toLowerCase(Locale.ROOT)).matches();
  }
}
