package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

/** From where an index is looked at. */
class HorizonTest {
  private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-26T12:00:00Z");

  private long nanos;
  private final Horizon<OffsetDateTime> horizon = new Horizon<>(() -> nanos);

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private Horizon.Look<OffsetDateTime> look(OffsetDateTime upTo) {
    Horizon.Look<OffsetDateTime> look = horizon.look();
    horizon.seen(look, upTo);
    return look;
  }

  @Test
  void aLookStartsWhereOneCameToThatALaterOneHasConfirmed() {
    assertNull(look(NOON).since());
    pass(Duration.ofSeconds(1));
    assertNull(look(NOON.plusMinutes(1)).since());
    pass(Duration.ofSeconds(2));
    assertNull(look(NOON.plusMinutes(2)).since(), "it confirms the one of three seconds ago");
    assertEquals(NOON, look(NOON.plusMinutes(2)).since());
    pass(Duration.ofSeconds(1));
    look(NOON.plusMinutes(3));
    assertEquals(NOON.plusMinutes(1), look(NOON.plusMinutes(3)).since());
  }

  /** Nobody looked for a while, in which something came to a place before noon. */
  @Test
  void timeAloneConfirmsNothing() {
    look(NOON.minusMinutes(1));
    pass(Duration.ofSeconds(5));
    assertNull(look(NOON).since(), "everything is looked at");
    pass(Duration.ofSeconds(4));

    assertEquals(NOON.minusMinutes(1), look(NOON.plusMinutes(1)).since());
    assertEquals(NOON, look(NOON.plusMinutes(1)).since());
  }

  @Test
  void nowAndThenEverythingIsLookedAt() {
    look(NOON);
    pass(Duration.ofSeconds(3));
    look(NOON);
    pass(Duration.ofSeconds(4));
    assertEquals(NOON, look(NOON).since());
    pass(Duration.ofSeconds(1));
    assertNull(look(NOON).since());
    assertEquals(NOON, look(NOON).since());
  }

  @Test
  void thatIsTwiceAMinuteHoweverLongItTakes() {
    Rounds rounds = new Rounds(() -> nanos);
    long startedAt = nanos;
    pass(Duration.ofSeconds(5));
    rounds.done(startedAt);
    pass(Duration.ofSeconds(29));
    assertFalse(rounds.isDue());
    pass(Duration.ofSeconds(1));
    assertTrue(rounds.isDue());
  }

  /** A batch got its places, an empty queue was looked at, and then the batch was committed. */
  @Test
  void whatIsFoundBehindItPutsItBack() {
    look(NOON);
    pass(Duration.ofMillis(500));
    look(NOON.plusSeconds(1));
    pass(Duration.ofMillis(500));
    look(NOON.minusSeconds(1));
    pass(Duration.ofSeconds(3));
    look(NOON.minusSeconds(1));

    assertEquals(NOON.minusSeconds(1), look(NOON.minusSeconds(1)).since());

    pass(Duration.ofMinutes(1));
    assertNull(look(NOON.minusSeconds(2)).since(), "everything is looked at");
    assertEquals(NOON.minusSeconds(2), look(NOON).since());
  }
}
