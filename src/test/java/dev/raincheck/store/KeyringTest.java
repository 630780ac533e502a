package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is wrong with keys is said in one sentence that does not tell them. */
class KeyringTest {

  /** Settings as an operator makes them. */
  record Keys(Optional<String> activeKey, Map<String, String> keys) implements EncryptionConfig {

    /** Keys of these ids, the first of which is active. */
    static Keys of(String active, String... others) {
      Map<String, String> keys = new HashMap<>(Map.of(active, key(active)));
      for (String other : others) {
        keys.put(other, key(other));
      }
      return new Keys(Optional.of(active), keys);
    }

    static Keys none() {
      return new Keys(Optional.empty(), Map.of());
    }

    private static String key(String id) {
      byte[] bytes = new byte[32];
      Arrays.fill(bytes, (byte) id.hashCode());
      return Base64.getEncoder().encodeToString(bytes);
    }
  }

  @Test
  void withoutAnActiveKeyThereIsNone() {
    assertTrue(new Keyring(Keys.none()).active().isEmpty());
    Keyring readsOnly = new Keyring(new Keys(Optional.empty(), Keys.of("a").keys()));
    assertTrue(readsOnly.active().isEmpty());
    assertTrue(readsOnly.find("a").isPresent());
  }

  @Test
  void theActiveKeyIsTheOneOfItsId() {
    Keyring keyring = new Keyring(Keys.of("b", "a"));
    assertEquals("b", keyring.active().orElseThrow().id());
    assertTrue(keyring.find("a").isPresent());
    assertTrue(keyring.find("c").isEmpty());
  }

  @Test
  void anActiveIdWithoutItsKeyIsRefused() {
    refused(
        new Keys(Optional.of("b"), Keys.of("a").keys()),
        "raincheck.encryption.active-key is \"b\", and there is no raincheck.encryption.keys.\"b\".");
  }

  @Test
  void whatIsNoKeyIsRefused() {
    String text =
        Base64.getEncoder().encodeToString("short secret".getBytes(StandardCharsets.US_ASCII));
    refused(
        new Keys(Optional.empty(), Map.of("a", text)),
        "raincheck.encryption.keys.\"a\" must be 32 bytes in base64; it has 12.");
    refused(
        new Keys(Optional.empty(), Map.of("a", "secret!")),
        "raincheck.encryption.keys.\"a\" must be 32 bytes in base64.");
    refused(
        new Keys(Optional.empty(), Map.of("a b", text)),
        "raincheck.encryption.keys.\"a b\" has an id that is not 1 to 64 letters, digits, dots,"
            + " hyphens and underscores.");
  }

  private static void refused(Keys keys, String sentence) {
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> new Keyring(keys));
    assertEquals(sentence, wrong.getMessage());
    assertFalse(wrong.getMessage().contains("secret"));
    assertEquals(null, wrong.getCause());
  }
}
