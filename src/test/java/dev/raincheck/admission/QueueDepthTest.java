package dev.raincheck.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.core.CallStore;
import dev.raincheck.core.FakePolicies;
import dev.raincheck.core.FakeScheduler;
import dev.raincheck.core.QueueSample;
import dev.raincheck.core.StoreException;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often the queues are counted. */
class QueueDepthTest {
  private final FakeScheduler scheduler = new FakeScheduler();
  private long nanos;

  @ParameterizedTest
  @CsvSource({"PT0S,PT1S", "PT0.05S,PT1S", "PT0.2S,PT4S", "PT0.5S,PT10S", "PT30S,PT10S"})
  void countingTakesATwentiethOfTheTime(Duration count, Duration pause) {
    counted(count, Uni.createFrom().item(List.of()));

    assertEquals(List.of(Duration.ZERO, pause), scheduler.delays);
  }

  @Test
  void aCountThatFailsLateIsNoCheaper() {
    counted(Duration.ofSeconds(30), Uni.createFrom().failure(failure()));

    assertEquals(List.of(Duration.ZERO, Duration.ofSeconds(10)), scheduler.delays);
  }

  @Test
  void aCountThatFailsAtOnceIsTriedAgainSoon() {
    counted(Duration.ZERO, Uni.createFrom().failure(failure()));

    assertEquals(List.of(Duration.ZERO, Duration.ofSeconds(1)), scheduler.delays);
  }

  private static StoreException failure() {
    return new StoreException("The database did not answer in time", null, false);
  }

  /** Counts once: the answer comes after so long. */
  private void counted(Duration count, Uni<List<QueueSample>> answer) {
    CallStore store =
        (CallStore)
            Proxy.newProxyInstance(
                CallStore.class.getClassLoader(),
                new Class<?>[] {CallStore.class},
                (proxy, method, arguments) -> {
                  assertEquals("sample", method.getName());
                  nanos += count.toNanos();
                  return answer;
                });
    new QueueDepth(store, null, new FakePolicies(Map.of()), scheduler, () -> nanos)
        .start(new StartupEvent());
    scheduler.tasks.get(0).run();
  }
}
