package dev.raincheck.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.contract.Batch;
import dev.raincheck.contract.BatchResult;
import dev.raincheck.contract.CallException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A batch that was accepted. Its {@link #id} is all that needs to be kept: {@link Batches#handle}
 * makes the handle again, in whatever process. Safe for use by several threads.
 */
public final class BatchHandle {
  private final BatchesClient service;
  private final UUID id;
  private final ObjectMapper json;
  private final Sources sources;

  BatchHandle(BatchesClient service, UUID id, ObjectMapper json, Sources sources) {
    this.service = service;
    this.id = id;
    this.json = json;
    this.sources = sources;
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

  /**
   * The batch as it is now, and whenever the numbers of its calls have changed, a few times a
   * second at most. Goes on over restarts of the server and lost connections, and completes when
   * the batch has ended. Each subscription begins with the batch as it is then. Fails with {@link
   * CallException} where there is no such batch.
   */
  public Multi<Batch> events() {
    Watching.Stream<Batch> stream =
        new Watching.Stream<>(
            after -> service.events(id.toString(), after),
            Batch.class,
            batch -> batch.endedAt() != null,
            Optional.of(id));
    return Multi.createFrom().deferred(() -> new Watching<>(stream, json, sources).events());
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
