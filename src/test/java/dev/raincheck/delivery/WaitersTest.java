package dev.raincheck.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.CallState;
import dev.raincheck.core.CallEvent;
import dev.raincheck.core.Signal;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class WaitersTest {
  private static final UUID CALL = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);

  private final Waiters waiters = new Waiters(config(3));

  static DeliveryConfig config(int maxWaiters) {
    return new DeliveryConfig() {
      @Override
      public Duration maxWait() {
        return Duration.ofSeconds(30);
      }

      @Override
      public int maxWaiters() {
        return maxWaiters;
      }

      @Override
      public Duration pollInterval() {
        return Duration.ofSeconds(1);
      }

      @Override
      public int maxStreams() {
        return maxWaiters;
      }

      @Override
      public Duration heartbeat() {
        return Duration.ofSeconds(15);
      }

      @Override
      public MemorySize gatherMemory() {
        return new MemorySize(BigInteger.ONE);
      }
    };
  }

  @Test
  void everybodyWhoWaitsForACallIsWokenByItsEnd() {
    var first = waiters.add(CALL).orElseThrow();
    var second = waiters.add(CALL).orElseThrow();
    var other = waiters.add(OTHER).orElseThrow();

    waiters.on(new CallEvent.EndRecorded(CALL, "greet", CallState.SUCCEEDED, false));

    assertTrue(first.isDone() && second.isDone());
    assertFalse(other.isDone());
    assertEquals(Set.of(OTHER), waiters.calls());
  }

  @Test
  void otherEventsWakeNobody() {
    var waiter = waiters.add(CALL).orElseThrow();
    waiters.on(new CallEvent.Requeued(CALL, "greet", Duration.ZERO));
    assertFalse(waiter.isDone());
  }

  @Test
  void soManyMayWait() {
    var first = waiters.add(CALL).orElseThrow();
    waiters.add(CALL);
    waiters.add(OTHER);
    assertTrue(waiters.add(CALL).isEmpty());

    waiters.remove(CALL, first);
    waiters.remove(CALL, first);
    assertTrue(waiters.add(OTHER).isPresent(), "a place came free");
    assertTrue(waiters.add(OTHER).isEmpty(), "and only one");

    waiters.wake(CALL);
    waiters.wake(OTHER);
    assertEquals(Set.of(), waiters.calls());
    for (int i = 0; i < 3; i++) {
      assertTrue(waiters.add(CALL).isPresent());
    }
    assertTrue(waiters.add(CALL).isEmpty());
  }

  @Test
  void whenTheServiceShutsDownNobodyWaitsAnyMore() {
    var waiter = waiters.add(CALL).orElseThrow();

    waiters.close();

    assertTrue(waiter.isDone());
    assertTrue(waiters.add(CALL).isEmpty());
    assertEquals(Set.of(), waiters.calls());
  }

  @Test
  void anEndOnAnotherReplicaWakes() {
    var waiter = waiters.add(CALL).orElseThrow();

    waiters.on(new Signal.CallsWait("greet"));
    waiters.on(new Signal.CancelAsked(CALL));
    waiters.on(new Signal.CallEnded(OTHER));
    assertFalse(waiter.isDone());

    waiters.on(new Signal.CallEnded(CALL));
    assertTrue(waiter.isDone());
  }

  @Test
  void noPlaceIsLostWhereWakingAndLeavingMeet() throws Exception {
    Waiters many = new Waiters(config(1_000));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> done = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      done.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 5_000; i++) {
                  CompletableFuture<Void> waiter = many.add(CALL).orElseThrow();
                  many.wake(CALL);
                  many.remove(CALL, waiter);
                }
              }));
    }
    for (Future<?> each : done) {
      each.get();
    }
    threads.shutdown();

    for (int i = 0; i < 1_000; i++) {
      assertTrue(many.add(CALL).isPresent(), "place " + i);
    }
    assertTrue(many.add(CALL).isEmpty());
  }
}
