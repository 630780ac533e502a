package dev.raincheck.client;

import dev.raincheck.contract.Batch;
import dev.raincheck.contract.BatchResult;
import dev.raincheck.contract.CallException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

/**
 * A batch that was accepted. Its {@link #id} is all that needs to be kept: {@link Batches#handle}
 * makes the handle again, in whatever process. Safe for use by several threads.
 */
public final class BatchHandle {
  private final BatchesClient service;
  private final UUID id;

  BatchHandle(BatchesClient service, UUID id) {
    this.service = service;
    this.id = id;
  }

  /** The batch's id. */
  public UUID id() {
    return id;
  }

  /**
   * What each call has come to, in their order, as soon as what is awaited has come; followed like
   * the result of a typed method. Calls that failed are among them. Fails with {@link
   * CallException} if the batch cannot be followed.
   */
  public Uni<List<BatchResult>> await() {
    return Uni.createFrom()
        .deferred(
            () -> {
              TypedCall call = new TypedCall(CallOptions.DEFAULT, new TypedCall.Collect(), "");
              return call.around(call.during(() -> service.result(id.toString(), null, null)))
                  .map(BatchHandle::results);
            });
  }

  static List<BatchResult> results(Response response) {
    return response.readEntity(new GenericType<List<BatchResult>>() {});
  }

  /** The batch as it is now. */
  public Uni<Batch> state() {
    return service.get(id.toString(), null).map(BatchHandle::batch);
  }

  /** Asks for the end of all calls; those that have ended stay as they are. */
  public Uni<Batch> cancel() {
    return service.cancel(id.toString()).map(BatchHandle::batch);
  }

  private static Batch batch(Response response) {
    return response.readEntity(Batch.class);
  }

  @Override
  public String toString() {
    return "Batch " + id;
  }
}
