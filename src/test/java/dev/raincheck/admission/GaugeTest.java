package dev.raincheck.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.core.QueueSample;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GaugeTest {
  private final Gauge gauge = new Gauge("greet");

  private void counted(long queued) {
    gauge.counted(new QueueSample("greet", queued, 0, Duration.ZERO), 1);
  }

  private long queued() {
    return gauge.sample().queued();
  }

  @Test
  void whatHappensAfterACountIsAddedToIt() {
    gauge.mark();
    counted(10);
    gauge.change(3);
    gauge.change(-1);

    assertEquals(12, queued());
    gauge.mark();
    counted(12);
    assertEquals(12, queued());
  }

  @Test
  void itIsNeverNegative() {
    gauge.change(-5);
    assertEquals(0, queued());
  }

  @Test
  void aFullQueueTakesNoMore() {
    assertTrue(gauge.tryEnter(1, 2, 1));
    assertTrue(gauge.tryEnter(1, 2, 1));
    assertFalse(gauge.tryEnter(1, 2, 1));
    gauge.change(-1);
    assertTrue(gauge.tryEnter(1, 2, 1));
    assertFalse(gauge.tryEnter(1, 0, 1));
  }

  @Test
  void aCountThatRacedWithCallsIsNotAddedTwice() {
    gauge.mark();
    gauge.change(1);
    counted(1);

    assertEquals(1, queued());
  }

  @Test
  void aBusyReplicaBelievesACountInTheEnd() {
    for (int i = 0; i < 100; i++) {
      gauge.mark();
      gauge.change(1);
      gauge.change(-1);
      counted(40);
    }
    assertEquals(40, queued());
  }

  @Test
  void severalReplicasKeepTheLimitTogether() {
    gauge.counted(new QueueSample("greet", 4, 0, Duration.ZERO), 3);

    assertTrue(gauge.tryEnter(1, 10, 3));
    assertTrue(gauge.tryEnter(1, 10, 3));
    assertFalse(gauge.tryEnter(1, 10, 3), "2 here, 4 elsewhere");

    gauge.mark();
    gauge.counted(new QueueSample("greet", 7, 0, Duration.ZERO), 3);
    assertTrue(gauge.tryEnter(1, 10, 3));
    assertFalse(gauge.tryEnter(1, 10, 3));
  }

  @Test
  void oneOfSeveralBelievesEveryCount() {
    gauge.mark();
    gauge.change(1);
    gauge.counted(new QueueSample("greet", 4, 0, Duration.ZERO), 2);

    assertEquals(5, queued());
  }

  @Test
  void theMeanStartsWithTheFirstAttemptAndFollowsSlowly() {
    assertEquals(0, gauge.meanRunSeconds());
    gauge.ran(Duration.ofSeconds(10));
    assertEquals(10, gauge.meanRunSeconds());
    gauge.ran(Duration.ZERO);
    assertEquals(9, gauge.meanRunSeconds(), 1e-9);
  }
}
