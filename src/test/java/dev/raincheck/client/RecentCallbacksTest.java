package dev.raincheck.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.client.CallbackMemory.Known;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentCallbacksTest {
  private long now = 7;

  private final RecentCallbacks recent =
      new RecentCallbacks(
          new CallbackConfig() {
            @Override
            public Optional<List<String>> secrets() {
              return Optional.empty();
            }

            @Override
            public Duration tolerance() {
              return Duration.ofMinutes(5);
            }

            @Override
            public int remembered() {
              return 3;
            }

            @Override
            public Duration handling() {
              return Duration.ofMinutes(1);
            }
          },
          new Sources() {
            @Override
            long nanos() {
              return now;
            }
          });

  @Test
  void eachIsHandledOnce() {
    assertEquals(Known.NEW, recent.begin("a"));
    assertEquals(Known.IN_PROGRESS, recent.begin("a"));
    recent.handled("a");
    assertEquals(Known.HANDLED, recent.begin("a"));
    now += Duration.ofHours(1).toNanos();
    assertEquals(Known.HANDLED, recent.begin("a"));
  }

  @Test
  void whatFailedIsNewAgain() {
    recent.begin("a");
    recent.failed("a");
    assertEquals(Known.NEW, recent.begin("a"));
  }

  @Test
  void whatIsNeverHeardOfAgainIsNewAfterAWhile() {
    recent.begin("a");
    now += Duration.ofMinutes(2).toNanos();
    assertEquals(Known.NEW, recent.begin("a"));
    assertEquals(Known.IN_PROGRESS, recent.begin("a"));
  }

  @Test
  void theOldestAreForgotten() {
    for (String id : List.of("a", "b", "c", "d")) {
      recent.begin(id);
      recent.handled(id);
    }
    assertEquals(Known.HANDLED, recent.begin("b"));
    assertEquals(Known.HANDLED, recent.begin("d"));
    assertEquals(Known.NEW, recent.begin("a"));
  }
}
