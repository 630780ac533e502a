package dev.raincheck.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs with one secret, as <a
 * href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 * Webhooks 1.0.0</a> says. Thread-safe.
 */
sealed interface Signer {

  /** The version of the scheme and the signature, as they stand in the header. */
  String sign(byte[] signed);

  /**
   * The signer of a secret as it is configured; {@code whsk_} begins an Ed25519 key, and nothing
   * else is ever shown of a secret.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Signer of(String secret) {
    return secret.startsWith(Ed25519.PREFIX) ? Ed25519.of(secret) : Hmac.of(secret);
  }

  /** What is signed: the id, the time in seconds, and the body, with dots between them. */
  static byte[] signed(String id, long timestamp, byte[] body) {
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  private static byte[] decoded(String secret, String prefix) {
    try {
      return Base64.getDecoder()
          .decode(secret.startsWith(prefix) ? secret.substring(prefix.length()) : secret);
    } catch (IllegalArgumentException notBase64) {
      // Without its message, which quotes the secret.
      throw new IllegalArgumentException("a secret is whsec_ or whsk_ and base64");
    }
  }

  /** A shared secret: HMAC-SHA256. */
  record Hmac(SecretKeySpec key) implements Signer {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int FEWEST_BYTES = 24;
    private static final int MOST_BYTES = 64;

    static Hmac of(String secret) {
      byte[] bytes = decoded(secret, PREFIX);
      if (bytes.length < FEWEST_BYTES || bytes.length > MOST_BYTES) {
        throw new IllegalArgumentException("a secret has 24 to 64 bytes, not " + bytes.length);
      }
      return new Hmac(new SecretKeySpec(bytes, ALGORITHM));
    }

    @Override
    public String sign(byte[] signed) {
      try {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(key);
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
      } catch (GeneralSecurityException everyJavaHasIt) {
        throw new IllegalStateException(everyJavaHasIt);
      }
    }
  }

  /** A private key, whose public half the receiver has. */
  record Ed25519(PrivateKey key) implements Signer {
    private static final String PREFIX = "whsk_";
    private static final String ALGORITHM = "Ed25519";
    private static final int SEED_BYTES = 32;

    /** The seed, or with the public key behind it. */
    static Ed25519 of(String secret) {
      byte[] bytes = decoded(secret, PREFIX);
      if (bytes.length != SEED_BYTES && bytes.length != 2 * SEED_BYTES) {
        throw new IllegalArgumentException("a key has 32 or 64 bytes, not " + bytes.length);
      }
      try {
        return new Ed25519(
            KeyFactory.getInstance(ALGORITHM)
                .generatePrivate(
                    new EdECPrivateKeySpec(
                        NamedParameterSpec.ED25519, Arrays.copyOf(bytes, SEED_BYTES))));
      } catch (GeneralSecurityException everyJavaHasIt) {
        throw new IllegalStateException(everyJavaHasIt);
      }
    }

    @Override
    public String sign(byte[] signed) {
      try {
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(key);
        signature.update(signed);
        return "v1a," + Base64.getEncoder().encodeToString(signature.sign());
      } catch (GeneralSecurityException everyJavaHasIt) {
        throw new IllegalStateException(everyJavaHasIt);
      }
    }
  }
}
