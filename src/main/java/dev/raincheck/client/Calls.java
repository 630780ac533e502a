package dev.raincheck.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.GenericType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Calls of one service, for those who want more than the result: handles, options, lists, and
 * results gathered. Inject it for the service at {@code quarkus.rest-client.raincheck.url}; {@link
 * #at} makes one for another service. Nothing happens before what a method returns is subscribed
 * to. Safe for use by several threads.
 */
@Singleton
public class Calls {
  private static final String NOT_TYPED =
      "What was to be submitted is not a method of a client with AwaitResult";

  private static final String NO_BATCHES =
      "These calls were made without the batches of their service: at(calls, batches)";

  private final CallsClient service;
  private final Sources sources;
  private final ObjectMapper json;
  private final Optional<Batches> batches;

  @Inject
  Calls(@RestClient CallsClient service, Sources sources, ObjectMapper json, Batches batches) {
    this(service, sources, json, Optional.of(batches));
  }

  private Calls(
      CallsClient service, Sources sources, ObjectMapper json, Optional<Batches> batches) {
    this.service = service;
    this.sources = sources;
    this.json = json;
    this.batches = batches;
  }

  /**
   * Calls of another service, without its batches. The typed methods given to it must be of that
   * service.
   */
  public Calls at(CallsClient other) {
    return new Calls(other, sources, json, Optional.empty());
  }

  /** Calls of another service, with its batches. */
  public Calls at(CallsClient other, Batches itsBatches) {
    return new Calls(other, sources, json, Optional.of(itsBatches));
  }

  /** Submits a call and does not wait for it. See {@link #submit(CallOptions, Supplier)}. */
  public <T> Uni<CallHandle<T>> submit(Supplier<Uni<T>> method) {
    return submit(CallOptions.DEFAULT, method);
  }

  /**
   * Submits a call and does not wait for it: {@code calls.submit(options, () ->
   * fetches.fetch(request))}. Subscribing again repeats the submit with the same idempotency key,
   * and gives the same call. Fails with {@link CallException.Refused} if nothing was stored.
   *
   * @param method calls exactly one method of a typed client of this service
   */
  public <T> Uni<CallHandle<T>> submit(CallOptions options, Supplier<Uni<T>> method) {
    String key = sources.key();
    return Uni.createFrom()
        .emitter(
            emitter -> {
              long since = sources.nanos();
              TypedCall.Mode handOver =
                  new TypedCall.Detach(
                      (answer, type) -> emitter.complete(accepted(answer, type, since)));
              Cancellable submit =
                  under(new TypedCall(options, handOver, key), method)
                      .subscribe()
                      .with(
                          result -> emitter.fail(new IllegalStateException(NOT_TYPED)),
                          emitter::fail);
              emitter.onTermination(submit::cancel);
            });
  }

  private <T> CallHandle<T> accepted(Answer answer, GenericType<?> result, long sinceNanos) {
    UUID id = answer.callId().orElseThrow();
    return new CallHandle<>(service, id, result, sources, json, OptionalLong.of(sinceNanos));
  }

  /**
   * The result of a call that is made with these options: {@code calls.with(options, () ->
   * fetches.fetch(request))}.
   *
   * @param method calls exactly one method of a typed client
   */
  public <T> Uni<T> with(CallOptions options, Supplier<Uni<T>> method) {
    TypedCall call = new TypedCall(options, new TypedCall.Await(), sources.key());
    return under(call, method);
  }

  private static <T> Uni<T> under(TypedCall call, Supplier<Uni<T>> method) {
    return call.around(Uni.createFrom().deferred(() -> call.during(method::get)));
  }

  /** A call that was submitted before, perhaps by another process. Asks nothing of the server. */
  public <T> CallHandle<T> handle(UUID id, Class<T> result) {
    return handle(id, new GenericType<>(result));
  }

  /** The same, for results of a generic type. */
  public <T> CallHandle<T> handle(UUID id, GenericType<T> result) {
    return new CallHandle<>(service, id, result, sources, json, OptionalLong.empty());
  }

  /** The calls that a query asks for, newest first, page after page as they are wanted. */
  public Multi<Call> list(CallQuery query) {
    return CallPages.calls(service, query);
  }

  /**
   * What happens to one's calls from the subscription on: each call as it is then. Every end is
   * told, also of the time of a restart or a lost connection, and never twice; of what happens to
   * calls that have not ended, the latest, and only while there is a connection. It does not
   * complete by itself. Fails with {@link CallException} where the service refuses.
   */
  public Multi<Call> events() {
    return events(Optional.empty());
  }

  /** The same, of the calls of one procedure. */
  public Multi<Call> events(String procedure) {
    return events(Optional.of(procedure));
  }

  private Multi<Call> events(Optional<String> procedure) {
    Watching.Stream<Call> stream =
        new Watching.Stream<>(
            after -> service.eventsOfAll(procedure.orElse(null), after),
            Call.class,
            call -> false,
            Optional.empty());
    return Multi.createFrom().deferred(() -> new Watching<>(stream, json, sources).events());
  }

  /**
   * The results of many calls of one procedure, in the order of their inputs: {@code
   * calls.gather("fetch", requests, FetchResult.class)}. They are one batch, so one request that
   * stores all or none; {@link Batches#gather} says what inputs are, and what a failure does. For
   * calls of which each has its own options or method, or a way that only a typed client knows, use
   * {@link #gather(List, int, Function)}; for results beside failures, a handle or a callback, use
   * {@link Batches}.
   *
   * @param procedure its name
   * @param type of one result
   * @throws IllegalStateException if these are calls of another service without its batches
   */
  public <T> Uni<List<T>> gather(String procedure, List<?> inputs, Class<T> type) {
    return batches
        .orElseThrow(() -> new IllegalStateException(NO_BATCHES))
        .gather(procedure, inputs, type);
  }

  /**
   * The results of many calls, in the order of their inputs. Fails with the first that fails, and
   * loses interest in the others then. Each is a request and a call of its own: for many calls of
   * one procedure, {@link #gather(String, List, Class)} is one request.
   *
   * @param atATime how many calls are made at the same time, at least 1
   * @param method makes the call for one input
   */
  public <I, T> Uni<List<T>> gather(List<I> inputs, int atATime, Function<I, Uni<T>> method) {
    if (inputs.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    List<Uni<T>> calls = inputs.stream().map(method).toList();
    return Uni.join().all(calls).usingConcurrencyOf(atATime).andFailFast();
  }
}
