package dev.raincheck.admission;

import dev.raincheck.contract.CallState;
import dev.raincheck.core.BatchStore;
import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallEvents;
import dev.raincheck.core.CancelledMember;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Cancels what has not ended of a batch, some calls at a time. */
@ApplicationScoped
class BatchCancels {
  private final BatchStore store;
  private final CallEvents events;
  private final BatchConfig config;

  BatchCancels(BatchStore store, CallEvents events, BatchConfig config) {
    this.store = store;
    this.events = events;
    this.config = config;
  }

  /** Waiting calls end at once, running ones are asked to; one that is just claimed is missed. */
  Uni<Void> cancelRest(UUID batch) {
    return store
        .cancelMembers(batch, config.cancelBatch())
        .flatMap(
            members -> {
              members.forEach(this::tell);
              return members.size() < config.cancelBatch()
                  ? Uni.createFrom().voidItem()
                  : cancelRest(batch);
            });
  }

  private void tell(CancelledMember call) {
    events.on(
        call.running()
            ? new CallEvent.CancelAsked(call.id(), call.procedure())
            : new CallEvent.EndRecorded(call.id(), call.procedure(), CallState.CANCELLED, true));
  }
}
