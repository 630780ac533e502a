package dev.raincheck.delivery;

import dev.raincheck.core.DeliveryListener;
import dev.raincheck.core.DeliveryStore;
import dev.raincheck.core.DeliveryTry;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** The durable outbox, whose changes listeners hear of. */
@Singleton
class Outbox {
  private static final Logger LOG = Logger.getLogger(Outbox.class);
  private static final int BATCH = 1000;

  private final DeliveryStore store;
  private final List<DeliveryListener> listeners;

  Outbox(DeliveryStore store, @All List<DeliveryListener> listeners) {
    this.store = store;
    this.listeners = listeners;
  }

  Uni<DeliveryStore.Claim> claim(DeliveryStore.Request request) {
    return store.claim(request);
  }

  /** Records a try. If that fails, the delivery is claimed again when its lease is over. */
  Uni<Void> record(DeliveryTry result) {
    return store
        .record(result)
        .invoke(
            recorded -> {
              if (recorded) {
                listeners.forEach(listener -> listener.on(result));
              }
            })
        .onFailure()
        .invoke(
            failure ->
                LOG.warnf(
                    "A try of delivery %s is not recorded: %s",
                    result.delivery(), failure.getMessage()))
        .replaceWithVoid()
        .onFailure()
        .recoverWithNull();
  }

  /** Gives up what is too old, step by step. */
  Uni<Void> giveUp(Duration maxAge) {
    return store
        .giveUp(maxAge, BATCH)
        .flatMap(
            count -> {
              if (count > 0) {
                listeners.forEach(listener -> listener.gaveUp(count));
              }
              return count < BATCH ? Uni.createFrom().voidItem() : giveUp(maxAge);
            });
  }
}
