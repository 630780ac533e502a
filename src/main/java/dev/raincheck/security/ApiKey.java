package dev.raincheck.security;

import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A key that a caller may present. Only its digest is known here; keys are random and long, so a
 * plain digest tells nothing of them.
 *
 * @param name of whoever holds it
 * @param digests SHA-256 of the key, and of its successor while it is being replaced
 * @param roles that it has
 * @param tenant to which it belongs
 * @param expires when it ends to be valid
 */
record ApiKey(
    String name,
    List<byte[]> digests,
    Set<String> roles,
    Optional<String> tenant,
    Optional<Instant> expires) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");

  /**
   * A key as it is written in the configuration.
   *
   * @throws IllegalArgumentException if it cannot be one; the message is fit to be shown
   */
  static ApiKey of(
      String name,
      List<String> digests,
      List<String> roles,
      Optional<String> tenant,
      Optional<String> expires) {
    if (!NAME.matcher(name).matches()) {
      throw wrong(name, "a name is 1 to 64 letters, digits, _ or -");
    }
    if (digests.isEmpty() || !digests.stream().allMatch(text -> DIGEST.matcher(text).matches())) {
      throw wrong(name, "its hash is the SHA-256 of the key in 64 hexadecimal digits");
    }
    if (roles.isEmpty()) {
      throw wrong(name, "it has no roles");
    }
    return new ApiKey(
        name,
        digests.stream().map(HexFormat.of()::parseHex).toList(),
        Set.copyOf(roles),
        tenant,
        expires.map(text -> time(name, text)));
  }

  private static Instant time(String name, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException noTime) {
      throw wrong(name, "it expires at a time such as 2027-01-01T00:00:00Z");
    }
  }

  private static IllegalArgumentException wrong(String name, String reason) {
    // The name may be a key that somebody has put in the wrong place.
    String shown = NAME.matcher(name).matches() ? "\"" + name + "\"" : "with an impossible name";
    return new IllegalArgumentException("API key " + shown + ": " + reason);
  }

  /** Compares without telling, by the time it takes, how much is the same. */
  boolean matches(byte[] digest) {
    boolean found = false;
    for (byte[] own : digests) {
      found |= MessageDigest.isEqual(own, digest);
    }
    return found;
  }

  boolean isValidAt(Instant now) {
    return expires.filter(end -> !now.isBefore(end)).isEmpty();
  }
}
