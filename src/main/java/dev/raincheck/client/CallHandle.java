package dev.raincheck.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallException;
import dev.raincheck.contract.CallHeaders;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call that was accepted. Its {@link #id} is all that needs to be kept: {@link Calls#handle}
 * makes the handle again, in whatever process. Safe for use by several threads.
 *
 * @param <T> type of the result
 */
public final class CallHandle<T> {
  private final CallsClient service;
  private final UUID id;
  private final GenericType<?> result;
  private final Sources sources;
  private final ObjectMapper json;
  private final OptionalLong submittedNanos;

  private volatile @Nullable TimeSplit timing;

  CallHandle(
      CallsClient service,
      UUID id,
      GenericType<?> result,
      Sources sources,
      ObjectMapper json,
      OptionalLong submittedNanos) {
    this.service = service;
    this.id = id;
    this.result = result;
    this.sources = sources;
    this.json = json;
    this.submittedNanos = submittedNanos;
  }

  /** The call's id. */
  public UUID id() {
    return id;
  }

  /**
   * The result, as soon as it is there; followed like the result of a typed method. Each
   * subscription asks the server. Fails with {@link CallException}.
   */
  public Uni<T> await() {
    return Uni.createFrom()
        .deferred(
            () -> {
              long since = submittedNanos.orElseGet(sources::nanos);
              TypedCall call = new TypedCall(CallOptions.DEFAULT, new TypedCall.Collect(), "");
              return call.around(call.during(() -> service.result(id.toString(), null)))
                  .map(response -> read(response, since));
            });
  }

  @SuppressWarnings("unchecked")
  private @Nullable T read(Response response, long sinceNanos) {
    timing =
        TimeSplit.of(
            Duration.ofNanos(sources.nanos() - sinceNanos),
            Optional.ofNullable(response.getHeaderString(CallHeaders.SERVER_TIMING)).orElse(""));
    boolean nothing = result.getRawType() == Void.class || !response.hasEntity();
    return nothing ? null : (T) response.readEntity(result);
  }

  /** The call as it is now. */
  public Uni<Call> state() {
    return service.get(id.toString(), null).map(CallHandle::call);
  }

  /**
   * The call after each transition, those of the past included, and after each newer report of
   * progress. Goes on over restarts of the server and lost connections without losing or repeating
   * any, and completes after the final state. Each subscription begins at the beginning. Fails with
   * {@link CallException} where there is no such call.
   */
  public Multi<Call> events() {
    Watching.Stream<Call> stream =
        new Watching.Stream<>(
            after -> service.events(id.toString(), after),
            Call.class,
            call -> call.state().isFinal(),
            Optional.of(id));
    return Multi.createFrom().deferred(() -> new Watching<>(stream, json, sources).events());
  }

  /** Asks for its end; a call that has ended stays as it is. */
  public Uni<Call> cancel() {
    return service.cancel(id.toString()).map(CallHandle::call);
  }

  /**
   * Queues it again, with fresh attempts. Fails with a {@link CallException} of status 409 if it
   * has not ended, or has succeeded.
   */
  public Uni<Call> retry() {
    return service.retry(id.toString()).map(CallHandle::call);
  }

  private static Call call(Response response) {
    return response.readEntity(Call.class);
  }

  /** Where its time went; empty until {@link #await} has had a result. */
  public Optional<TimeSplit> timing() {
    return Optional.ofNullable(timing);
  }

  @Override
  public String toString() {
    return "Call " + id;
  }
}
