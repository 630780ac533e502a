package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.core.CallEvent;
import dev.raincheck.core.Scheduler;
import dev.raincheck.core.Signal;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** When other replicas are told what. */
class SignalsTest {

  /** A line whose notifications arrive when the test says so. */
  private static final class Line extends SignalLine {
    final List<Set<Signal>> said = new ArrayList<>();
    final Queue<CompletableFuture<Void>> underWay = new ArrayDeque<>();
    boolean closed;

    Line() {
      super(null, null, null);
    }

    @Override
    Uni<Void> close() {
      closed = true;
      return Uni.createFrom().voidItem();
    }

    @Override
    Uni<Void> say(String[] payloads) {
      said.add(
          List.of(payloads).stream()
              .flatMap(payload -> SignalText.read(payload).stream())
              .collect(Collectors.toSet()));
      CompletableFuture<Void> told = new CompletableFuture<>();
      underWay.add(told);
      return Uni.createFrom().completionStage(told);
    }
  }

  /** What comes later comes when the test says so. */
  private static final class Later implements Scheduler {
    final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public Task after(Duration delay, Runnable task) {
      assertEquals(Signals.GATHERING, delay);
      tasks.add(task);
      return () -> tasks.remove(task);
    }

    @Override
    public Task every(String name, Duration interval, Supplier<Uni<Void>> task) {
      throw new UnsupportedOperationException(name);
    }
  }

  private final Line line = new Line();
  private final Later later = new Later();
  private final Peers peers = new Peers();
  private final Signals signals =
      new Signals(
          line,
          new SmallRyeConfigBuilder()
              .addDiscoveredConverters()
              .withMapping(StoreConfig.class)
              .build()
              .getConfigMapping(StoreConfig.class),
          later,
          peers,
          List.of());

  private Signal asked() {
    UUID call = UUID.randomUUID();
    signals.on(new CallEvent.CancelAsked(call, "echo"));
    return new Signal.CancelAsked(call);
  }

  @Test
  void theFirstIsToldAtOnceAndTheNextTogether() {
    Signal first = asked();
    assertEquals(List.of(Set.of(first)), line.said);
    Signal second = asked();
    line.underWay.remove().complete(null);
    Signal third = asked();
    assertEquals(1, line.said.size());
    later.tasks.remove().run();
    assertEquals(List.of(Set.of(first), Set.of(second, third)), line.said);
  }

  @Test
  void afterASilenceTheNextIsToldAtOnce() {
    asked();
    line.underWay.remove().complete(null);
    later.tasks.remove().run();
    assertEquals(1, line.said.size());
    Signal next = asked();
    assertEquals(Set.of(next), line.said.get(1));
  }

  @Test
  void aNotificationThatFailsIsNotTheLast() {
    asked();
    line.underWay.remove().completeExceptionally(new IllegalStateException("The line is cut"));
    Signal next = asked();
    later.tasks.remove().run();
    assertEquals(Set.of(next), line.said.get(1));
  }

  @Test
  void whatWaitsAtTheEndIsToldFirst() {
    asked();
    line.underWay.remove().complete(null);
    Signal last = asked();
    signals.stop(new ShutdownEvent());
    assertEquals(Set.of(last), line.said.get(1));
    assertFalse(line.closed);
    line.underWay.remove().complete(null);
    assertTrue(line.closed);
  }

  @Test
  void nothingIsToldWhereNobodyIs() {
    peers.counted(1, peers.beforeCounting());
    asked();
    assertEquals(List.of(), line.said);
  }
}
