package dev.raincheck.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.ProblemException;
import dev.raincheck.core.CallQuery;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  @Test
  void aPlaceIsReadBack() {
    Random random = new Random(26);
    for (int i = 0; i < 10_000; i++) {
      CallQuery.Position place =
          new CallQuery.Position(
              Instant.ofEpochSecond(random.nextLong(5_000_000_000L), random.nextInt(1_000_000_000)),
              new UUID(random.nextLong(), random.nextLong()));
      String cursor = Cursor.write(place);
      assertTrue(cursor.matches("[A-Za-z0-9_-]+"), cursor);
      assertEquals(place, Cursor.parse(cursor));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "next", "%%%", "AAAA", "0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d"})
  void garbageIsRefused(String text) {
    refused(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,-1",
    "0,1000000000",
    "9223372036854775807,0",
    "-9223372036854775808,0",
    "100000000001,0",
    "-100000000001,0"
  })
  void impossibleTimesAreRefused(long seconds, int nanos) {
    byte[] bytes =
        ByteBuffer.allocate(28).putLong(seconds).putInt(nanos).putLong(1).putLong(2).array();
    refused(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  @Test
  void noRandomBytesDoMoreHarm() {
    Random random = new Random(27);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[28];
      random.nextBytes(bytes);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      try {
        Cursor.parse(text);
      } catch (ProblemException refused) {
        assertEquals(400, refused.problem().status());
      }
    }
  }

  private static void refused(String text) {
    ProblemException refused = assertThrows(ProblemException.class, () -> Cursor.parse(text));
    assertEquals(400, refused.problem().status());
  }
}
