package dev.raincheck.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** API keys and tokens for tests; the key that signs the tokens is made anew in each run. */
final class Credentials {
  private static final String SIGNER = "test.token.signer";
  private static final String VERIFIER = "test.token.verifier";
  private static final long FAR = 4_102_444_800L;

  private Credentials() {}

  /** The key of a holder. */
  static String key(String holder) {
    return "rck_" + holder + "_0123456789abcdef0123456789abcdef";
  }

  /** A key for what is stored. */
  static String encryptionKey() {
    return Base64.getEncoder()
        .encodeToString("thirty-two bytes that are a key!".getBytes(StandardCharsets.US_ASCII));
  }

  /** What stands in the configuration for a key. */
  static String hash(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** The value of an Authorization header with the key of a holder. */
  static String withKey(String holder) {
    return "ApiKey " + key(holder);
  }

  /**
   * The value of an Authorization header with a token.
   *
   * @param claims further members of the JSON object, such as {@code "groups":["read"]}
   */
  static String withToken(String subject, String claims) {
    return withToken(subject, claims, FAR);
  }

  /** The same with a time, in seconds since 1970, at which it expires. */
  static String withToken(String subject, String claims, long expires) {
    String head = part("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
    String body =
        part(
            "{\"iss\":\"https://issuer.test\",\"sub\":\"%s\",\"iat\":1700000000,\"exp\":%d%s}"
                .formatted(subject, expires, claims.isEmpty() ? "" : "," + claims));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(
          KeyFactory.getInstance("RSA")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getDecoder().decode(System.getProperty(SIGNER)))));
      signature.update((head + "." + body).getBytes(StandardCharsets.US_ASCII));
      return "Bearer "
          + head
          + "."
          + body
          + "."
          + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The public key by which tokens are checked. */
  static String verifier() {
    // A system property, since tests and their application are of different class loaders.
    if (System.getProperty(VERIFIER) == null) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Base64.Encoder text = Base64.getEncoder();
        System.setProperty(SIGNER, text.encodeToString(pair.getPrivate().getEncoded()));
        System.setProperty(VERIFIER, text.encodeToString(pair.getPublic().getEncoded()));
      } catch (NoSuchAlgorithmException everyJavaHasIt) {
        throw new IllegalStateException(everyJavaHasIt);
      }
    }
    return System.getProperty(VERIFIER);
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
