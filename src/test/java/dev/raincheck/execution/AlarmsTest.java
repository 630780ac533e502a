package dev.raincheck.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.core.Scheduler;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AlarmsTest {
  private final List<Duration> delays = new ArrayList<>();
  private final List<Runnable> timers = new ArrayList<>();
  private final AtomicInteger woken = new AtomicInteger();
  private final Alarms alarms =
      new Alarms(
          new Scheduler() {
            @Override
            public Task after(Duration delay, Runnable task) {
              delays.add(delay);
              timers.add(task);
              return () -> {};
            }

            @Override
            public Task every(String name, Duration interval, Supplier<Uni<Void>> task) {
              throw new UnsupportedOperationException();
            }
          },
          () -> 5_000_000_000L);

  private void after(long millis) {
    alarms.after(Duration.ofMillis(millis), woken::incrementAndGet);
  }

  @Test
  void delaysThatEndCloseTogetherShareATimer() {
    after(100);
    after(101);
    after(109);
    after(110);

    assertEquals(2, timers.size());
    assertTrue(delays.get(0).toMillis() >= 109, "it is late rather than early");
  }

  @Test
  void aTimerThatHasRungCanBeSetAgain() {
    after(100);
    timers.get(0).run();
    assertEquals(1, woken.get());
    after(100);
    assertEquals(2, timers.size());
  }

  @Test
  void thereIsABound() {
    for (int i = 0; i < 20_000; i++) {
      after(i * 10L);
    }
    assertEquals(10_000, timers.size());
  }
}
