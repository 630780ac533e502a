package dev.raincheck.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TargetGatesTest {
  private static final String TARGET = "http://target.test";

  private long now = 5;
  private final TargetGates gates =
      new TargetGates(
          CallbackSettings.with(
              "concurrency", "10",
              "target-concurrency", "4",
              "rest-after", "3",
              "rest", "1s",
              "max-rest", "4s"),
          () -> now,
          new Random(1));

  @Test
  void aTargetHasSoManySlots() {
    assertEquals(10, gates.free());
    for (int i = 1; i <= 4; i++) {
      gates.begin(TARGET);
      assertEquals(4 - i, gates.slots().get(TARGET));
    }
    assertEquals(6, gates.free());
    gates.end(TARGET, true);
    assertEquals(1, gates.slots().get(TARGET));
    for (int i = 0; i < 3; i++) {
      gates.end(TARGET, true);
    }
    assertNull(gates.slots().get(TARGET), "nothing is kept of one that is well");
    assertEquals(10, gates.free());
  }

  @Test
  void oneThatDoesNotAnswerRestsAndIsThenTriedOnce() {
    fail(3);
    assertEquals(0, gates.slots().get(TARGET));
    later(5_000);
    assertEquals(1, gates.slots().get(TARGET));
    gates.begin(TARGET);
    assertEquals(0, gates.slots().get(TARGET));
    gates.end(TARGET, false);
    assertEquals(0, gates.slots().get(TARGET));
    later(5_000);
    gates.begin(TARGET);
    gates.end(TARGET, true);
    assertFalse(gates.slots().containsKey(TARGET));
  }

  @Test
  void anAnswerBetweenFailuresKeepsItGoing() {
    fail(2);
    gates.begin(TARGET);
    gates.end(TARGET, true);
    fail(2);
    assertEquals(4, gates.slots().get(TARGET));
    assertTrue(gates.free() == 10);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      gates.begin(TARGET);
      gates.end(TARGET, false);
    }
  }

  private void later(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
