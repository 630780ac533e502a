package dev.raincheck.execution;

import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallEvents;
import dev.raincheck.core.CallIds;
import dev.raincheck.core.Ended;
import dev.raincheck.core.LeaseStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This replica's lease: one row, renewed three times in its life, under whose id all calls are
 * claimed. When it was taken away, whatever runs is abandoned and a new one is registered. It also
 * takes away the leases of replicas that fell silent.
 */
@ApplicationScoped
class Node {
  private static final Logger LOG = Logger.getLogger(Node.class);
  private static final int RENEWALS_PER_LEASE = 3;

  /** Every lease is older than this. */
  private static final Duration ANY_AGE = Duration.ofDays(-1);

  private final LeaseStore leases;
  private final Running running;
  private final ExecutionConfig config;
  private final CallIds ids;
  private final CallEvents events;
  private volatile @Nullable UUID id;
  private volatile boolean draining;

  Node(LeaseStore leases, Running running, ExecutionConfig config, CallIds ids, CallEvents events) {
    this.leases = leases;
    this.running = running;
    this.config = config;
    this.ids = ids;
    this.events = events;
  }

  /** The lease under which calls are claimed; empty while there is none. */
  Optional<UUID> id() {
    return Optional.ofNullable(id);
  }

  /** Whether the replica is shutting down. */
  boolean isDraining() {
    return draining;
  }

  /** Claims nothing any more. */
  void drain() {
    draining = true;
  }

  Duration renewal() {
    return config.lease().dividedBy(RENEWALS_PER_LEASE);
  }

  private Uni<Void> register() {
    return Uni.createFrom()
        .deferred(
            () -> {
              UUID fresh = ids.next();
              String name = name(fresh);
              return leases
                  .register(fresh, name)
                  .invoke(
                      () -> {
                        id = fresh;
                        LOG.infof("This replica is %s", name);
                      });
            });
  }

  private String name(UUID fresh) {
    String random = fresh.toString();
    return config
        .nodeName()
        .orElseGet(() -> config.hostName() + "-" + random.substring(random.length() - 6));
  }

  /** Renews the lease, or takes a new one; then looks after the others and after strays. */
  Uni<Void> renew() {
    UUID held = id;
    if (held == null) {
      return begin();
    }
    return leases
        .renew(held)
        .flatMap(
            kept -> {
              if (kept) {
                return lookAfter(held);
              }
              LOG.warn("The lease was lost: what runs here is abandoned");
              id = null;
              running.stopAll(StopCause.LEASE_LOST);
              return register();
            });
  }

  private Uni<Void> lookAfter(UUID held) {
    return leases
        .reap(config.lease())
        .invoke(this::tell)
        .chain(() -> leases.releaseStrays(held, running.ids(), config.lease()))
        .invoke(
            count -> {
              if (count > 0) {
                LOG.warnf("%d calls were claimed without this replica hearing of it", count);
              }
            })
        .replaceWithVoid();
  }

  /** Takes the first lease, over from an earlier run if nobody else can be using the database. */
  Uni<Void> begin() {
    return leases.isExclusive()
        ? leases.reap(ANY_AGE).invoke(this::tell).chain(this::register)
        : register();
  }

  private void tell(List<Ended> ended) {
    for (Ended call : ended) {
      events.on(new CallEvent.EndRecorded(call.id(), call.procedure(), call.state(), false));
    }
  }

  /** Gives the lease up; what still carries it goes back to the queue. */
  Uni<Void> resign() {
    UUID held = id;
    id = null;
    return held == null ? Uni.createFrom().voidItem() : leases.resign(held);
  }
}
