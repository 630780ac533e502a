package dev.raincheck.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CallIdsTest {

  private static CallIds at(long millis, Random random) {
    return new CallIds(Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC), random);
  }

  @Test
  void theyAreOfVersion7AndCarryTheTime() {
    Random random = new Random(21);
    for (int i = 0; i < 10_000; i++) {
      long millis = random.nextLong(1L << 48);
      UUID id = at(millis, random).next();

      assertEquals(7, id.version());
      assertEquals(2, id.variant());
      assertEquals(millis, id.getMostSignificantBits() >>> 16);
    }
  }

  @Test
  void laterOnesSortLaterAsTextAndSoInTheDatabase() {
    Random random = new Random(22);
    long millis = 1_700_000_000_000L;
    String last = "";
    for (int i = 0; i < 10_000; i++) {
      millis += 1 + random.nextInt(1_000_000);
      String id = at(millis, random).next().toString();
      assertTrue(id.compareTo(last) > 0, () -> "after a later time: " + id);
      last = id;
    }
  }

  @Test
  void withinAMillisecondTheyDiffer() {
    CallIds ids = at(1_700_000_000_000L, new Random(23));
    Set<UUID> all = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      all.add(ids.next());
    }
    assertEquals(100_000, all.size());
  }
}
