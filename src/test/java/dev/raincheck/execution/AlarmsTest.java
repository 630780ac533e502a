package dev.raincheck.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.core.FakeScheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AlarmsTest {
  private final FakeScheduler scheduler = new FakeScheduler();
  private final AtomicInteger woken = new AtomicInteger();
  private final Alarms alarms = new Alarms(scheduler, () -> 5_000_000_000L);

  private void after(long millis) {
    alarms.after(Duration.ofMillis(millis), woken::incrementAndGet);
  }

  @Test
  void delaysThatEndCloseTogetherShareATimer() {
    after(100);
    after(101);
    after(109);
    after(110);

    assertEquals(2, scheduler.tasks.size());
    assertTrue(scheduler.delays.get(0).toMillis() >= 109, "it is late rather than early");
  }

  @Test
  void aTimerThatHasRungCanBeSetAgain() {
    after(100);
    scheduler.tasks.get(0).run();
    assertEquals(1, woken.get());
    after(100);
    assertEquals(2, scheduler.tasks.size());
  }

  @Test
  void thereIsABound() {
    for (int i = 0; i < 20_000; i++) {
      after(i * 10L);
    }
    assertEquals(10_000, scheduler.tasks.size());
  }
}
