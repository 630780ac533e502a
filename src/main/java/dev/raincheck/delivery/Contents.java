package dev.raincheck.delivery;

import dev.raincheck.core.BatchStore;
import dev.raincheck.core.BatchView;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.CallView;
import dev.raincheck.core.DueDelivery;
import dev.raincheck.core.DueDelivery.Subject;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What deliveries are to tell, as it is at the time of the try. Fails never. */
@Singleton
class Contents {
  private static final Logger LOG = Logger.getLogger(Contents.class);

  private final CallView calls;
  private final BatchView batches;
  private final BatchStore store;
  private final CallbackConfig config;

  /** What there is to tell. */
  sealed interface Content {

    /** This. */
    record Ended(Event event) implements Content {}

    /** Nothing now, for this reason. */
    record NotNow(String why) implements Content {}

    /** Nothing any more, for this reason. */
    record NoMore(String why) implements Content {}
  }

  Contents(CallView calls, BatchView batches, BatchStore store, CallbackConfig config) {
    this.calls = calls;
    this.batches = batches;
    this.store = store;
    this.config = config;
  }

  Uni<Content> of(DueDelivery due) {
    String id = due.id().toString();
    return due.subject() instanceof Subject.OfBatch batch
        ? ofBatch(id, batch.id())
        : Uni.createFrom().item(ofCall(id, ((Subject.OfCall) due.subject()).row()));
  }

  private Content ofCall(String id, Optional<CallRow> row) {
    if (row.isEmpty()) {
      return new Content.NotNow("The call cannot be read");
    } else if (!row.get().state().isFinal()) {
      return new Content.NoMore("The call was queued again before this was delivered");
    }
    return new Content.Ended(Event.ended(id, config.source(), calls.call(row.get())));
  }

  private Uni<Content> ofBatch(String id, UUID batch) {
    Content unreadable = new Content.NotNow("The batch cannot be read");
    return store
        .find(batch)
        .map(
            found ->
                found
                    .<Content>map(
                        row ->
                            new Content.Ended(Event.ended(id, config.source(), batches.batch(row))))
                    .orElse(unreadable))
        .onFailure()
        .invoke(failure -> LOG.warnf("A batch is told later: %s", failure.getMessage()))
        .onFailure()
        .recoverWithItem(unreadable);
  }
}
