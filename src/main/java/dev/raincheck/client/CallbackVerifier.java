package dev.raincheck.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a callback comes from the service and is fresh, by <a
 * href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 * Webhooks 1.0.0</a>. {@link VerifiedCallback} does it for a JAX-RS resource; this is for all
 * others. Thread-safe.
 */
public final class CallbackVerifier {
  private final List<Check> checks;
  private final Duration tolerance;
  private final Clock clock;

  /** A signature of one version, by one secret. */
  private interface Check {
    String version();

    boolean fits(byte[] signed, byte[] signature) throws GeneralSecurityException;
  }

  /**
   * @param secrets of which one must fit: {@code whsec_} and base64, or {@code whpk_} and that of
   *     an Ed25519 public key
   * @param tolerance how far the time of a callback may be from the clock's
   * @throws IllegalArgumentException if a secret is none
   */
  public CallbackVerifier(Collection<String> secrets, Duration tolerance, Clock clock) {
    this.checks = secrets.stream().map(CallbackVerifier::check).toList();
    this.tolerance = tolerance;
    this.clock = clock;
  }

  /** A callback that is not to be believed. */
  public static final class NotVerifiedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotVerifiedException(String message) {
      super(message);
    }
  }

  /**
   * Checks a callback. The values are those of its headers; null for one that is missing.
   *
   * @param id {@code webhook-id}
   * @param timestamp {@code webhook-timestamp}
   * @param signatures {@code webhook-signature}
   * @param body every byte of it, as it came
   * @throws NotVerifiedException if it is not to be believed
   */
  public void verify(
      @Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body) {
    if (id == null || timestamp == null || signatures == null) {
      throw new NotVerifiedException("A header of the signature is missing");
    }
    long seconds = seconds(timestamp);
    long off = Math.abs(clock.instant().getEpochSecond() - seconds);
    if (off > tolerance.toSeconds()) {
      throw new NotVerifiedException("The timestamp is too old or too new");
    }
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    byte[] signed = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, signed, head.length, body.length);
    for (String signature : signatures.split(" ", -1)) {
      if (fits(signed, signature)) {
        return;
      }
    }
    throw new NotVerifiedException("No signature fits");
  }

  private static long seconds(String timestamp) {
    try {
      long seconds = Long.parseLong(timestamp);
      if (seconds >= 0 && seconds <= Integer.MAX_VALUE * 4L) {
        return seconds;
      }
    } catch (NumberFormatException none) {
      throw new NotVerifiedException("The timestamp is none");
    }
    throw new NotVerifiedException("The timestamp is none");
  }

  private boolean fits(byte[] signed, String signature) {
    int comma = signature.indexOf(',');
    if (comma < 0) {
      return false;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(signature.substring(comma + 1));
      for (Check check : checks) {
        if (check.version().equals(signature.substring(0, comma)) && check.fits(signed, bytes)) {
          return true;
        }
      }
    } catch (IllegalArgumentException | GeneralSecurityException noSignature) {
      return false;
    }
    return false;
  }

  private static Check check(String secret) {
    return secret.startsWith(Public.PREFIX) ? Public.of(secret) : Shared.of(secret);
  }

  private static byte[] decoded(String secret, String prefix) {
    try {
      return Base64.getDecoder()
          .decode(secret.startsWith(prefix) ? secret.substring(prefix.length()) : secret);
    } catch (IllegalArgumentException notBase64) {
      // Without its message, which quotes the secret.
      throw new IllegalArgumentException("A secret of callbacks is whsec_ or whpk_ and base64");
    }
  }

  private record Shared(SecretKeySpec key) implements Check {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    static Shared of(String secret) {
      byte[] bytes = decoded(secret, PREFIX);
      if (bytes.length == 0) {
        throw new IllegalArgumentException("A secret of callbacks is empty");
      }
      return new Shared(new SecretKeySpec(bytes, ALGORITHM));
    }

    @Override
    public String version() {
      return "v1";
    }

    @Override
    public boolean fits(byte[] signed, byte[] signature) throws GeneralSecurityException {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return MessageDigest.isEqual(mac.doFinal(signed), signature);
    }
  }

  private record Public(PublicKey key) implements Check {
    private static final String PREFIX = "whpk_";
    private static final String ALGORITHM = "Ed25519";
    private static final int BYTES = 32;

    /** What stands before the 32 bytes of an Ed25519 key in its X.509 encoding (RFC 8410). */
    private static final byte[] X509 = {
      0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
    };

    static Public of(String secret) {
      byte[] bytes = decoded(secret, PREFIX);
      if (bytes.length != BYTES) {
        throw new IllegalArgumentException("An Ed25519 key of callbacks has 32 bytes");
      }
      byte[] encoded = Arrays.copyOf(X509, X509.length + BYTES);
      System.arraycopy(bytes, 0, encoded, X509.length, BYTES);
      try {
        return new Public(
            KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
      } catch (GeneralSecurityException wrong) {
        throw new IllegalArgumentException("A key of callbacks is no Ed25519 key", wrong);
      }
    }

    @Override
    public String version() {
      return "v1a";
    }

    @Override
    public boolean fits(byte[] signed, byte[] signature) throws GeneralSecurityException {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(signature);
    }
  }
}
