package dev.raincheck.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.contract.BatchRequest;
import dev.raincheck.contract.BatchResult;
import dev.raincheck.contract.CallException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Many calls of one service in one request: stored all or none, and gathered in their order. They
 * are followed like the calls of typed clients, through restarts and lost connections. Inject it
 * for the service at {@code quarkus.rest-client.raincheck.url}; {@link #at} makes one for another
 * service. Nothing happens before what a method returns is subscribed to. Safe for use by several
 * threads.
 */
@Singleton
public class Batches {
  private final BatchesClient service;
  private final ObjectMapper json;
  private final Sources sources;

  @Inject
  Batches(@RestClient BatchesClient service, ObjectMapper json, Sources sources) {
    this.service = service;
    this.json = json;
    this.sources = sources;
  }

  /** Batches of another service. */
  public Batches at(BatchesClient other) {
    return new Batches(other, json, sources);
  }

  /**
   * Calls one procedure once for each input: {@code batches.gather("fetch", requests,
   * FetchResult.class)}. Fails with the {@link CallException} of the first call, by their order,
   * that has failed; the first that fails cancels those that have not ended.
   *
   * @param procedure its name
   * @param inputs what the bodies of requests to the procedure would be; {@link
   *     BatchRequest.Member#input} says what other procedures take
   * @param result type of one result
   * @return the results, in the order of the inputs
   */
  public <T> Uni<List<T>> gather(String procedure, List<?> inputs, Class<T> result) {
    return gather(procedure, inputs, value -> json.convertValue(value, result));
  }

  private <T> Uni<List<T>> gather(String procedure, List<?> inputs, Function<Object, T> reader) {
    if (inputs.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    List<BatchRequest.Member> calls =
        inputs.stream().map(input -> BatchRequest.Member.of(procedure, input)).toList();
    return results(BatchRequest.of(calls).failingFast())
        .map(results -> new BatchOutcome(results, json).values(reader));
  }

  /** Submits a batch, and waits until what is awaited has come: what each call has come to. */
  public Uni<List<BatchResult>> results(BatchRequest request) {
    return results(CallOptions.DEFAULT, request);
  }

  /** The same, with options for each call; the idempotency key and the callback are the batch's. */
  public Uni<List<BatchResult>> results(CallOptions options, BatchRequest request) {
    TypedCall call = new TypedCall(options, new TypedCall.Await(), sources.key());
    return submitted(call, request).map(BatchHandle::results);
  }

  private Uni<Response> submitted(TypedCall call, BatchRequest request) {
    return call.around(
        Uni.createFrom().deferred(() -> call.during(() -> service.submit(null, null, request))));
  }

  /** Submits a batch and does not wait for it. */
  public Uni<BatchHandle> submit(BatchRequest request) {
    return submit(CallOptions.DEFAULT, request);
  }

  /**
   * Submits a batch and does not wait for it. Subscribing again repeats the submit with the same
   * idempotency key, and gives the same batch. Fails with {@link CallException.Refused} if nothing
   * was stored.
   *
   * @param options for each call; the idempotency key and the callback are the batch's
   */
  public Uni<BatchHandle> submit(CallOptions options, BatchRequest request) {
    String key = sources.key();
    return Uni.createFrom()
        .emitter(
            emitter -> {
              TypedCall.Mode handOver =
                  new TypedCall.Detach(
                      (answer, type) -> emitter.complete(handle(answer.callId().orElseThrow())));
              Cancellable submit =
                  submitted(new TypedCall(options, handOver, key), request)
                      .subscribe()
                      .with(result -> {}, emitter::fail);
              emitter.onTermination(submit::cancel);
            });
  }

  /** A batch that was submitted before, perhaps by another process. Asks nothing of the server. */
  public BatchHandle handle(UUID id) {
    return new BatchHandle(service, id, json, sources);
  }
}
