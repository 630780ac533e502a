package dev.raincheck.execution;

import dev.raincheck.contract.CallState;
import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallEvents;
import dev.raincheck.core.CallIds;
import dev.raincheck.core.LeaseStore;
import dev.raincheck.core.Transition;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This replica's lease: one row, renewed often, under whose id all calls are claimed. When it was
 * taken away, whatever runs is abandoned and a new one is registered. It also takes away the leases
 * of replicas that fell silent.
 */
@ApplicationScoped
class Node {
  private static final Logger LOG = Logger.getLogger(Node.class);

  /** Every lease is older than this. */
  private static final Duration ANY_AGE = Duration.ofDays(-1);

  private final LeaseStore leases;
  private final Running running;
  private final AttemptTools tools;
  private final CallIds ids;
  private final CallEvents events;
  private final Lease.Terms terms;
  private volatile @Nullable Lease lease;
  private volatile boolean draining;
  private volatile boolean cutOff;

  Node(LeaseStore leases, Running running, AttemptTools tools, CallIds ids, CallEvents events) {
    this.leases = leases;
    this.running = running;
    this.tools = tools;
    this.ids = ids;
    this.events = events;
    this.terms = new Lease.Terms(tools.config().lease());
  }

  /** The lease under which calls are claimed; empty while none is certain to be held. */
  Optional<UUID> id() {
    Lease held = lease;
    return held != null && held.holdsAt(tools.ticker().nanos())
        ? Optional.of(held.id())
        : Optional.empty();
  }

  /** Whether the database failed this replica when it was last asked. */
  boolean isCutOff() {
    return cutOff;
  }

  /** Whether the replica is shutting down. */
  boolean isDraining() {
    return draining;
  }

  /** Claims nothing any more. */
  void drain() {
    draining = true;
  }

  /** How often {@link #keep} is to be called. */
  Duration look() {
    return terms.look();
  }

  /** Renews the lease, or takes a new one; looks after the others and after strays. */
  Uni<Void> keep() {
    return keep(lease).onItemOrFailure().invoke((done, failure) -> cutOff = failure != null);
  }

  private Uni<Void> keep(@Nullable Lease held) {
    if (held == null) {
      return draining ? Uni.createFrom().voidItem() : begin();
    }
    return held.isDueAt(tools.ticker().nanos()) ? renew(held) : lookAfter(held);
  }

  private Uni<Void> renew(Lease held) {
    long sentAt = tools.ticker().nanos();
    return leases
        .renew(held.id())
        .flatMap(
            kept -> {
              if (kept) {
                Lease renewed = held.renewed(sentAt);
                lease = renewed;
                return lookAfter(renewed);
              }
              LOG.warn("The lease was lost: what runs here is abandoned");
              lease = null;
              running.stopAll(StopCause.LEASE_LOST);
              return draining ? Uni.createFrom().voidItem() : register(Lease::next);
            });
  }

  private Uni<Void> lookAfter(Lease held) {
    Uni<Void> reaped =
        held.judgesAt(tools.ticker().nanos())
            ? leases.reap(terms.silence()).invoke(this::tell).replaceWithVoid()
            : Uni.createFrom().voidItem();
    return reaped
        .chain(() -> leases.releaseStrays(held.id(), running.ids(), terms.lease()))
        .invoke(
            strays -> {
              if (!strays.isEmpty()) {
                LOG.warnf("%d calls were claimed and the answer was lost", strays.size());
                tell(strays);
              }
            })
        .replaceWithVoid();
  }

  /** Takes the first lease, over from an earlier run if nobody else can be using the database. */
  private Uni<Void> begin() {
    return leases.isExclusive()
        ? leases.reap(ANY_AGE).invoke(this::tell).chain(() -> register(Lease::first))
        : register(Lease::first);
  }

  private interface Start {
    Lease of(UUID id, Lease.Terms terms, long at);
  }

  private Uni<Void> register(Start start) {
    UUID fresh = ids.next();
    String name = name(fresh);
    long sentAt = tools.ticker().nanos();
    return leases
        .register(fresh, name)
        .invoke(
            () -> {
              lease = start.of(fresh, terms, sentAt);
              LOG.infof("This replica is %s", name);
            });
  }

  private String name(UUID fresh) {
    ExecutionConfig config = tools.config();
    String random = fresh.toString();
    return config
        .nodeName()
        .orElseGet(() -> config.hostName() + "-" + random.substring(random.length() - 6));
  }

  private void tell(List<Transition> transitions) {
    for (Transition call : transitions) {
      events.on(
          call.state() == CallState.QUEUED
              ? new CallEvent.Requeued(call.id(), call.procedure(), Duration.ZERO)
              : new CallEvent.EndRecorded(call.id(), call.procedure(), call.state(), false));
    }
  }

  /** Gives the lease up; what still carries it goes back to the queue. */
  Uni<Void> resign() {
    Lease held = lease;
    lease = null;
    return held == null
        ? Uni.createFrom().voidItem()
        : leases.resign(held.id()).invoke(this::tell).replaceWithVoid();
  }
}
