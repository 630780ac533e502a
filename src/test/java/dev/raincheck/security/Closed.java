package dev.raincheck.security;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A service that lets nobody in without credentials. Keys: {@code caller}, {@code reader}, {@code
 * operator}, {@code alice}, {@code bob}, {@code elsewhere} (alice's rights in another tenant),
 * {@code one} (may call one procedure), {@code nobody} (a role that means nothing), {@code old}
 * (expired), {@code frequent} and {@code patient} (for quotas), and those in the file. Inputs and
 * results are encrypted.
 */
public final class Closed implements QuarkusTestProfile {
  /** Where the file with keys is; written by the test of it. */
  static final Path FILE = Path.of("target", "test-api-keys.properties").toAbsolutePath();

  /** The one procedure that {@code one} may call. */
  static final String ONE = "test.echo.item";

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>();
    settings.put("raincheck.security.anonymous", "false");
    settings.put("raincheck.security.roles.\"staff\"", "call,read");
    settings.put("raincheck.security.tenant-claim", "org");
    settings.put("raincheck.security.api-keys-file", FILE.toString());
    settings.put("raincheck.security.api-keys-reload", "50ms");
    settings.put("raincheck.encryption.active-key", "test");
    settings.put("raincheck.encryption.keys.\"test\"", Credentials.encryptionKey());
    settings.put("quarkus.oidc.tenant-enabled", "true");
    settings.put("quarkus.oidc.public-key", Credentials.verifier());
    // fetch as in production, but not as patient.
    settings.put("raincheck.fetch.allow-private", "false");
    settings.put("raincheck.fetch.timeout", "2s");
    settings.put("raincheck.procedures.\"fetch\".max-attempts", "1");
    key(settings, "caller", "call");
    key(settings, "reader", "read");
    key(settings, "operator", "operate");
    key(settings, "alice", "call,read");
    key(settings, "bob", "staff");
    key(settings, "elsewhere", "call,read");
    settings.put(name("elsewhere", "tenant"), "acme");
    key(settings, "one", "call:" + ONE + ",read");
    key(settings, "nobody", "guest");
    key(settings, "old", "call,read,operate");
    settings.put(name("old", "expires"), "2020-01-01T00:00:00Z");
    key(settings, "frequent", "call,read");
    settings.put("raincheck.quotas.callers.\"key:frequent\".calls", "3");
    settings.put("raincheck.quotas.callers.\"key:frequent\".window", "1h");
    key(settings, "patient", "call,read");
    settings.put("raincheck.quotas.callers.\"key:patient\".queued", "2");
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, "");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return settings;
  }

  private static void key(Map<String, String> settings, String holder, String roles) {
    settings.put(name(holder, "hash"), Credentials.hash(Credentials.key(holder)));
    settings.put(name(holder, "roles"), roles);
  }

  private static String name(String holder, String attribute) {
    return "raincheck.security.api-keys.\"" + holder + "\"." + attribute;
  }
}
