package dev.raincheck.delivery;

import dev.raincheck.core.BatchListener;
import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallListener;
import dev.raincheck.core.DeliveryStore;
import dev.raincheck.core.DueDelivery;
import dev.raincheck.core.Scheduler;
import dev.raincheck.core.Signal;
import dev.raincheck.core.SignalListener;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Claims what is due and has it sent: after the end of a call that this replica took in or of a
 * batch that it swept, when a try is over, and from time to time. A claim is a lease: what this
 * replica does not get to record, any other sends again. Goes through the targets in their order,
 * one look at a time. Thread-safe.
 */
@ApplicationScoped
class CallbackSender implements CallListener, BatchListener, SignalListener {
  private static final Logger LOG = Logger.getLogger(CallbackSender.class);
  private static final int AFTER_THE_STORE = 100;
  private static final int BEFORE_THE_DRAIN = 50;
  private static final int MOST_EXPECTED = 10_000;

  /** Beyond a try's own time, for what is around it. */
  private static final Duration MARGIN = Duration.ofSeconds(15);

  private final Outbox outbox;
  private final Scheduler scheduler;
  private final CallbackConfig config;
  private final TargetGates gates;
  private final Courier courier;

  /** Calls with callbacks that this replica took in, and whose end it has not heard of. */
  private final Set<UUID> expected = ConcurrentHashMap.newKeySet();

  /** Targets of which the latest claim took as many as it might: there are probably more. */
  private final Set<String> backlog = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile boolean wanted;
  private volatile boolean starved;
  private volatile boolean closed;
  private volatile String after = "";

  CallbackSender(
      Outbox outbox,
      Scheduler scheduler,
      CallbackConfig config,
      TargetGates gates,
      Courier courier) {
    this.outbox = outbox;
    this.scheduler = scheduler;
    this.config = config;
    this.gates = gates;
    this.courier = courier;
  }

  void start(@Observes @Priority(AFTER_THE_STORE) StartupEvent event) {
    scheduler.every("Giving up callbacks", config.pollInterval(), this::giveUp);
    scheduler.every(
        "Looking for callbacks",
        config.pollInterval(),
        () -> {
          wake();
          return Uni.createFrom().voidItem();
        });
  }

  void drain(@Observes @Priority(BEFORE_THE_DRAIN) ShutdownDelayInitiatedEvent event) {
    closed = true;
  }

  void stop(@Observes @Priority(BEFORE_THE_DRAIN) ShutdownEvent event) {
    closed = true;
  }

  private Uni<Void> giveUp() {
    return closed ? Uni.createFrom().voidItem() : outbox.giveUp(config.maxAge());
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.CallbackAsked asked) {
      if (expected.size() >= MOST_EXPECTED) {
        // The poll finds them.
        expected.clear();
      }
      expected.add(asked.id());
    } else if (event instanceof CallEvent.EndRecorded ended) {
      heardOfEnd(ended.id());
    }
  }

  @Override
  public void ended(UUID batch, boolean calledBack) {
    if (calledBack) {
      wake();
    }
  }

  @Override
  public void on(Signal signal) {
    if (signal instanceof Signal.CallEnded ended) {
      heardOfEnd(ended.id());
    }
  }

  private void heardOfEnd(UUID call) {
    if (expected.remove(call)) {
      wake();
    }
  }

  /** Has all targets looked at, from now on. */
  private void wake() {
    wanted = true;
    look();
  }

  /** A step of the way through the targets; at its start nothing more is wanted. */
  private void look() {
    if (closed || !looking.compareAndSet(false, true)) {
      return;
    }
    int free = gates.free();
    starved = free == 0;
    if (starved) {
      looking.set(false);
      return;
    }
    if (after.isEmpty()) {
      wanted = false;
    }
    DeliveryStore.Request request =
        new DeliveryStore.Request(
            after,
            config.scan(),
            gates.slots(),
            config.targetConcurrency(),
            free,
            config.timeout().plus(MARGIN));
    outbox
        .claim(request)
        .subscribe()
        .with(
            claim -> looked(request, claim),
            failure -> {
              LOG.warnf("Callbacks are looked for later: %s", failure.getMessage());
              looking.set(false);
            });
  }

  private void looked(DeliveryStore.Request request, DeliveryStore.Claim claim) {
    List<DueDelivery> deliveries = claim.deliveries();
    Map<String, Long> taken =
        deliveries.stream()
            .collect(Collectors.groupingBy(DueDelivery::origin, Collectors.counting()));
    taken.forEach(
        (origin, count) -> {
          if (count >= request.slots().getOrDefault(origin, request.slotsOfOthers())) {
            backlog.add(origin);
          } else {
            backlog.remove(origin);
          }
        });
    if (deliveries.size() >= request.limit()) {
      after = taken.keySet().stream().max(String::compareTo).orElse("");
    } else {
      after = claim.looked() < request.targets() ? "" : claim.last();
    }
    deliveries.forEach(this::send);
    looking.set(false);
    if (wanted || !after.isEmpty()) {
      look();
    }
  }

  private void send(DueDelivery due) {
    gates.begin(due.origin());
    courier
        .send(due)
        .invoke(sent -> gates.end(due.origin(), sent.answered()))
        .flatMap(sent -> outbox.record(sent.result()))
        .subscribe()
        .with(
            done -> {
              if (starved || backlog.remove(due.origin())) {
                wake();
              }
            });
  }
}
