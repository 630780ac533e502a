package dev.raincheck.http;

import dev.raincheck.contract.ProblemException;
import dev.raincheck.core.CallQuery;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** A place in the list of calls as an opaque text: time and id of the call before it. */
final class Cursor {
  private static final int BYTES = Long.BYTES + Integer.BYTES + 2 * Long.BYTES;
  private static final int MOST_NANOS = 999_999_999;

  /** A few millennia around now, which is what the database can take. */
  private static final long MOST_SECONDS = 100_000_000_000L;

  private Cursor() {}

  static String write(CallQuery.Position place) {
    ByteBuffer bytes =
        ByteBuffer.allocate(BYTES)
            .putLong(place.createdAt().getEpochSecond())
            .putInt(place.createdAt().getNano())
            .putLong(place.id().getMostSignificantBits())
            .putLong(place.id().getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * @throws ProblemException 400 if it was not written by {@link #write}
   */
  static CallQuery.Position parse(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException malformed) {
      throw CallPages.malformed("The cursor is unknown.", malformed);
    }
    if (bytes.length != BYTES) {
      throw CallPages.malformed("The cursor is unknown.", null);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long seconds = buffer.getLong();
    int nanos = buffer.getInt();
    if (seconds < -MOST_SECONDS || seconds > MOST_SECONDS || nanos < 0 || nanos > MOST_NANOS) {
      throw CallPages.malformed("The cursor is unknown.", null);
    }
    return new CallQuery.Position(
        Instant.ofEpochSecond(seconds, nanos), new UUID(buffer.getLong(), buffer.getLong()));
  }
}
