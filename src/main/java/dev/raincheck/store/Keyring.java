package dev.raincheck.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/** The keys that are configured. Nothing but their ids is ever shown of them. */
final class Keyring {
  /** Of the keyed digest by which the key of a value is made of a configured one. */
  static final String ALGORITHM = "HmacSHA256";

  private static final int BYTES = 32;
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z._-]{1,64}");

  private final Map<String, Key> keys = new HashMap<>();
  private final Optional<Key> active;

  /**
   * A key.
   *
   * @param id as it stands in front of what it has encrypted
   */
  record Key(String id, SecretKeySpec secret) {
    byte[] idBytes() {
      return id.getBytes(StandardCharsets.US_ASCII);
    }
  }

  /**
   * @throws IllegalArgumentException if a key is none, or there is none of the active id
   */
  Keyring(EncryptionConfig config) {
    config.keys().forEach((id, text) -> keys.put(id, key(id, text)));
    active = config.activeKey().map(this::existing);
  }

  private static Key key(String id, String text) {
    String name = "raincheck.encryption.keys.\"" + id + "\"";
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          name + " has an id that is not 1 to 64 letters, digits, dots, hyphens and underscores.");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException notBase64) {
      // Without its message, which quotes the key.
      throw new IllegalArgumentException(name + " must be 32 bytes in base64.");
    }
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          name + " must be 32 bytes in base64; it has " + bytes.length + ".");
    }
    return new Key(id, new SecretKeySpec(bytes, ALGORITHM));
  }

  private Key existing(String id) {
    return find(id)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "raincheck.encryption.active-key is \""
                        + id
                        + "\", and there is no raincheck.encryption.keys.\""
                        + id
                        + "\"."));
  }

  /** The key that encrypts; empty where nothing is encrypted. */
  Optional<Key> active() {
    return active;
  }

  /** The key that something was encrypted with. */
  Optional<Key> find(String id) {
    return Optional.ofNullable(keys.get(id));
  }
}
