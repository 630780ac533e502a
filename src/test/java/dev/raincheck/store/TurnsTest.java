package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The places that calls get in the queue. */
class TurnsTest {
  private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-26T12:00:00Z");

  private long nanos;
  private final Turns turns = new Turns(() -> nanos);

  private static CallDraft of(String caller) {
    return new CallDraft(UUID.randomUUID(), "sum").caller(caller);
  }

  private @Nullable OffsetDateTime place(CallDraft call) {
    return turns.place(call.done());
  }

  private static OffsetDateTime after(OffsetDateTime start, int steps) {
    return start.plus(Duration.ofNanos(1_000L * steps));
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void eachCallIsOneStepBehindTheOneBeforeOfItsCaller() {
    turns.waitFrom("sum", 3, NOON);

    assertEquals(NOON, place(of("many")));
    assertEquals(after(NOON, 1), place(of("many")));
    assertEquals(after(NOON, 2), place(of("many")));
    assertEquals(NOON, place(of("few")));
    assertEquals(after(NOON, 1), place(of("few")));
  }

  @Test
  void whoComesLaterBeginsWhereTheQueueIs() {
    turns.waitFrom("sum", 3, NOON);
    place(of("many"));
    turns.waitFrom("sum", 3, after(NOON, 500));

    assertEquals(after(NOON, 500), place(of("few")));
    assertEquals(after(NOON, 500), place(of("many")), "nothing is owed for the time without calls");
  }

  @Test
  void aQueueDoesNotGoBack() {
    turns.waitFrom("sum", 3, NOON);
    turns.waitFrom("sum", 3, NOON.minusMinutes(1));

    assertEquals(NOON, place(of("few")));
  }

  @Test
  void urgenciesAndProceduresAreQueuesOfTheirOwn() {
    turns.waitFrom("sum", 3, NOON);
    turns.waitFrom("sum", 5, NOON.plusMinutes(1));

    assertEquals(NOON, place(of("many")));
    assertEquals(NOON.plusMinutes(1), place(of("many").priority(5)));
    assertNull(turns.place(new CallDraft(UUID.randomUUID(), "other").done()));
  }

  @Test
  void whatIsDelayedOrStartsAtOnceTakesNoTurn() {
    turns.waitFrom("sum", 3, NOON);

    assertNull(place(of("many").delay(Duration.ofSeconds(1))));
    assertNull(place(of("many").claimedBy(UUID.randomUUID())));
    assertEquals(NOON, place(of("many")));
  }

  @Test
  void whatIsKnownGetsOld() {
    turns.noneWait("sum", 3, NOON);
    pass(Duration.ofSeconds(1));
    assertEquals(NOON, place(of("many")));
    pass(Duration.ofSeconds(1));
    assertNull(place(of("many")), "others may have looked beyond it");

    turns.waitFrom("sum", 3, NOON);
    pass(Duration.ofSeconds(20));
    assertEquals(after(NOON, 1), place(of("many")), "while calls wait it is not that soon");
    pass(Duration.ofSeconds(20));
    assertNull(place(of("many")));
  }

  @Test
  void aCountTellsWhereQueuesBeginAndThatTheOthersAreEmpty() {
    turns.waitFrom("sum", 3, NOON);
    turns.waitFrom("sum", 5, NOON);

    turns.noneWaitBut(Map.of("sum", Map.of(3, after(NOON, 7))), NOON.plusMinutes(1));

    assertEquals(after(NOON, 7), place(of("many")));
    assertEquals(NOON.plusMinutes(1), place(of("many").priority(5)));
  }

  @Test
  void manyCallersAreForgottenOnceTheirCallsWereClaimed() {
    turns.waitFrom("sum", 3, NOON);
    for (int i = 0; i < 5_000; i++) {
      place(of("caller-" + i));
    }
    place(of("caller-7"));
    assertEquals(5_000, turns.remembered());

    turns.waitFrom("sum", 3, after(NOON, 1));

    assertEquals(1, turns.remembered());
    assertEquals(after(NOON, 2), place(of("caller-7")));
  }
}
