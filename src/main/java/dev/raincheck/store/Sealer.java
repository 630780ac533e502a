package dev.raincheck.store;

import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts inputs and results before they are stored, and decrypts what was read; without an active
 * key everything stays as it is. What is encrypted begins with a marker, a kind, and the id of its
 * key; then come a nonce, and what AES-GCM makes of the value. Each value has an AES key of its
 * own, derived from the configured one (HKDF-Expand, RFC 5869), so no key is used so often that
 * random nonces would meet. It says in the clear what it belongs to, so that it is worth nothing in
 * another row or column. Thread-safe.
 */
@Singleton
class Sealer {
  /** No text begins like this, and no input: it is a JSON array. */
  private static final byte[] MARKER = {0, 'r', 'c', 'k'};

  /** How the marker begins in base64. */
  private static final String TEXT_MARKER = "AHJj";

  /** Not encrypted; it only happens to begin like what is. */
  private static final byte PLAIN = 0;

  private static final byte ENCRYPTED = 1;
  private static final byte DIGEST = 2;

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Keyring keyring;
  private final Optional<Keyring.Key> active;

  /** Not the source of randomness that is injected elsewhere, which a test may seed. */
  private final SecureRandom nonces = new SecureRandom();

  Sealer(EncryptionConfig config) {
    this.keyring = new Keyring(config);
    this.active = keyring.active();
  }

  /** Where a value stands. */
  enum Column {
    INPUT,
    HEADERS,
    BODY
  }

  /** What is stored cannot be decrypted; the message is for the log. */
  static final class NotOpened extends Exception {
    private static final long serialVersionUID = 1L;

    NotOpened(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** What is to be stored for a value of a call. */
  byte[] seal(Column column, UUID call, byte[] value) {
    if (active.isEmpty()) {
      return isMarked(value) ? joined(MARKER, new byte[] {PLAIN}, value) : value;
    } else if (value.length == 0) {
      return value;
    }
    Keyring.Key key = active.get();
    byte[] head = head(ENCRYPTED, key);
    byte[] nonce = new byte[NONCE_BYTES];
    nonces.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, column, call, head, nonce, 0);
      return joined(head, nonce, cipher.doFinal(value));
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** The value that was stored of a call. */
  byte[] open(Column column, UUID call, byte[] stored) throws NotOpened {
    if (!isMarked(stored)) {
      return stored;
    } else if (stored[MARKER.length] == PLAIN) {
      return Arrays.copyOfRange(stored, MARKER.length + 1, stored.length);
    }
    Keyring.Key key = keyOf(stored, ENCRYPTED);
    byte[] head = head(ENCRYPTED, key);
    int begin = head.length + NONCE_BYTES;
    if (stored.length < begin + TAG_BITS / Byte.SIZE) {
      throw new NotOpened("it is cut off", null);
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, key, column, call, head, stored, head.length)
          .doFinal(stored, begin, stored.length - begin);
    } catch (GeneralSecurityException changed) {
      throw new NotOpened(
          "it was changed or belongs elsewhere, or its key \"" + key.id() + "\" is another one",
          changed);
    }
  }

  /** The same for text that never begins like what is encrypted; null stays null. */
  @Nullable String sealText(Column column, UUID call, @Nullable String text) {
    return text == null || active.isEmpty()
        ? text
        : Base64.getEncoder()
            .encodeToString(seal(column, call, text.getBytes(StandardCharsets.UTF_8)));
  }

  @Nullable String openText(Column column, UUID call, @Nullable String stored) throws NotOpened {
    if (stored == null || !stored.startsWith(TEXT_MARKER)) {
      return stored;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(stored);
      return new String(open(column, call, bytes), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      throw new NotOpened("it was changed", notBase64);
    }
  }

  /**
   * What is to be stored for the digest of a request: a digest of an input of which there are few
   * would tell which it was.
   *
   * @param place what the idempotency key belongs to, and the key
   */
  byte[] fingerprint(byte[] digest, String... place) {
    return active
        .map(key -> joined(head(DIGEST, key), mac(key, placed(digest, place))))
        .orElse(digest);
  }

  /** Whether a fingerprint is of the same request. Whoever lacks its key believes it. */
  boolean isSame(byte[] stored, byte[] digest, String... place) {
    if (!isMarked(stored)) {
      return MessageDigest.isEqual(stored, digest);
    }
    try {
      Keyring.Key key = keyOf(stored, DIGEST);
      byte[] expected = joined(head(DIGEST, key), mac(key, placed(digest, place)));
      return MessageDigest.isEqual(stored, expected);
    } catch (NotOpened unknown) {
      return true;
    }
  }

  private static byte[] placed(byte[] digest, String... place) {
    return joined(
        "fingerprint\0".getBytes(StandardCharsets.UTF_8),
        String.join("\0", place).getBytes(StandardCharsets.UTF_8),
        new byte[1],
        digest);
  }

  private static Cipher cipher(
      int mode, Keyring.Key key, Column column, UUID call, byte[] head, byte[] nonces, int at)
      throws GeneralSecurityException {
    byte[] place = (column.name() + "\0" + call).getBytes(StandardCharsets.US_ASCII);
    SecretKeySpec own = new SecretKeySpec(mac(key, joined(place, new byte[] {1})), "AES");
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, own, new GCMParameterSpec(TAG_BITS, nonces, at, NONCE_BYTES));
    cipher.updateAAD(head);
    cipher.updateAAD(place);
    return cipher;
  }

  private static byte[] mac(Keyring.Key key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(Keyring.ALGORITHM);
      mac.init(key.secret());
      return mac.doFinal(message);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static boolean isMarked(byte[] bytes) {
    return bytes.length > MARKER.length
        && bytes[0] == MARKER[0]
        && Arrays.equals(bytes, 0, MARKER.length, MARKER, 0, MARKER.length);
  }

  private static byte[] head(byte kind, Keyring.Key key) {
    byte[] id = key.idBytes();
    return joined(MARKER, new byte[] {kind, (byte) id.length}, id);
  }

  private Keyring.Key keyOf(byte[] stored, byte kind) throws NotOpened {
    int at = MARKER.length + 2;
    if (stored[MARKER.length] != kind
        || stored.length < at
        || stored.length < at + stored[at - 1]) {
      throw new NotOpened("it was changed, or is of a newer version", null);
    }
    String id = new String(stored, at, Math.max(0, stored[at - 1]), StandardCharsets.US_ASCII);
    return keyring
        .find(id)
        .orElseThrow(() -> new NotOpened("there is no key \"" + id + "\" here", null));
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all =
        new ByteArrayOutputStream(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
