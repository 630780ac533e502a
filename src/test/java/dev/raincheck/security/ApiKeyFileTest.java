package dev.raincheck.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyFileTest {
  private static final String HASH = Credentials.hash("secret");

  @Test
  void readsWhatIsWritten() {
    List<ApiKey> keys =
        ApiKeyFile.parse(
            """
            # Whose it is
            reports.hash = %s
            reports.roles = call:fetch, read
            reports.tenant = acme
            reports.expires = 2027-01-01T00:00:00+01:00
            """
                .formatted(HASH));
    ApiKey key = keys.get(0);
    assertEquals(1, keys.size());
    assertEquals("reports", key.name());
    assertEquals(Set.of("call:fetch", "read"), key.roles());
    assertEquals(Optional.of("acme"), key.tenant());
    assertEquals(Optional.of(Instant.parse("2026-12-31T23:00:00Z")), key.expires());
  }

  @Test
  void matchesOnlyTheKeyItself() throws Exception {
    ApiKey key = ApiKeyFile.parse("a.hash=" + HASH + "\na.roles=read").get(0);
    assertTrue(key.matches(digest("secret")));
    assertFalse(key.matches(digest("Secret")));
    assertFalse(key.matches(digest("")));
    assertFalse(key.matches(new byte[0]));
  }

  @Test
  void endsWhenItExpires() {
    ApiKey key =
        ApiKeyFile.parse("a.hash=" + HASH + "\na.roles=read\na.expires=2027-01-01T00:00:00Z")
            .get(0);
    assertTrue(key.isValidAt(Instant.parse("2026-12-31T23:59:59Z")));
    assertFalse(key.isValidAt(Instant.parse("2027-01-01T00:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.hash=12",
        "a.hash=rck_secret\na.roles=read",
        "a.roles=read",
        "a.hash=HASH",
        "a.hash=HASH\na.roles=",
        "a.hash=HASH\na.roles=read\na.expires=tomorrow",
        "a.hash=HASH\na.roles=read\na.role=read",
        "a b.hash=HASH\na\\ b.roles=read",
        "rck_secret",
        ".hash=HASH",
        "a.hash=\\u12",
      })
  void refusesWhatIsWrongAndShowsNothingOfIt(String content) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> ApiKeyFile.parse(content.replace("HASH", HASH)));
    assertFalse(refused.getMessage().contains("rck_"), refused.getMessage());
    assertFalse(refused.getMessage().contains(HASH), refused.getMessage());
  }

  private static byte[] digest(String text) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
