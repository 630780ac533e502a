package dev.raincheck.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.core.CallEvents;
import dev.raincheck.core.FakePolicies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private final FakePolicies policies = new FakePolicies(Map.of("a", 2, "b", 1));
  private final Ahead ahead = new Ahead(policies, Duration.ofMillis(20));
  private final FakePauses paused = new FakePauses();
  private final Pauses pauses = new Pauses(paused, new CallEvents(List::of));
  private final Slots slots = new Slots(policies, new Lineup(policies), ahead, pauses);

  /** A claim that finds nobody. */
  private void nobodyWaits() {
    slots.claimed(slots.takeFree(true), Map.of());
  }

  @Test
  void atTheStartSomebodyMayWait() {
    assertFalse(slots.tryTake("a"));
    assertEquals(Map.of("a", 2, "b", 1), slots.takeFree(false).counts());
  }

  @Test
  void newCallsTakeSlotsWhileNobodyWaits() {
    nobodyWaits();

    assertTrue(slots.tryTake("a"));
    assertTrue(slots.tryTake("a"));
    assertFalse(slots.tryTake("a"));
    assertTrue(slots.tryTake("b"));
    slots.give("a");
    assertTrue(slots.tryTake("a"));
  }

  @Test
  void aPausedProcedureGetsNone() {
    nobodyWaits();
    pauses.pause("a").await().indefinitely();

    assertFalse(slots.tryTake("a"));
    assertTrue(slots.tryTake("b"));
    slots.callsWait("a");
    assertEquals(Map.of(), slots.takeFree(true).counts());

    pauses.resume("a").await().indefinitely();
    assertEquals(Map.of("a", 2), slots.takeFree(false).counts());
  }

  @Test
  void noNewCallOvertakesTheQueue() {
    nobodyWaits();
    slots.callsWait("a");

    assertFalse(slots.tryTake("a"));
    assertTrue(slots.tryTake("b"));
    assertEquals(Map.of("a", 2), slots.takeFree(false).counts());
  }

  @Test
  void aClaimThatFillsAllItsSlotsMayHaveLeftSomebody() {
    Slots.Taken taken = slots.takeFree(true);
    assertTrue(slots.takeFree(true).isEmpty());

    slots.claimed(taken, Map.of("a", 2));

    assertEquals(Map.of("b", 1), slots.takeFree(true).counts());
    slots.give("a");
    assertFalse(slots.tryTake("a"), "somebody may still wait");
    assertEquals(Map.of("a", 1), slots.takeFree(false).counts());
  }

  @Test
  void aProbeLeavesSlotsToNewCalls() {
    nobodyWaits();
    assertTrue(slots.takeFree(false).isEmpty());

    Slots.Taken probe = slots.takeFree(true);

    assertEquals(Map.of("a", 1, "b", 1), probe.counts());
    assertTrue(slots.tryTake("a"));
    assertFalse(slots.tryTake("b"));
    slots.give("a");
    assertTrue(slots.claimed(probe, Map.of("a", 1)), "more may wait, and there is room");
    assertEquals(Map.of("a", 1), slots.takeFree(false).counts());
  }

  @Test
  void whoComesDuringAClaimIsNotForgotten() {
    Slots.Taken taken = slots.takeFree(true);
    slots.callsWait("a");
    slots.claimed(taken, Map.of());

    assertFalse(slots.tryTake("a"));
    assertTrue(slots.tryTake("b"));
  }

  @Test
  void aFailedClaimGivesItsSlotsBack() {
    slots.notClaimed(slots.takeFree(true));

    assertFalse(slots.tryTake("a"), "calls may wait");
    assertEquals(Map.of("a", 2, "b", 1), slots.takeFree(false).counts());
  }
}
