package com.example;

import dev.raincheck.client.CallHandle;
import dev.raincheck.client.CallOptions;
import dev.raincheck.client.CallQuery;
import dev.raincheck.client.Calls;
import dev.raincheck.client.FetchClient;
import dev.raincheck.client.TimeSplit;
import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.contract.fetch.FetchRequest;
import dev.raincheck.contract.fetch.FetchResult;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Submits now, and collects later by the id: perhaps another instance of this application. */
@Path("/handles")
@Produces(MediaType.APPLICATION_JSON)
class HandleResource {
  private final FetchClient fetches;
  private final Calls calls;

  HandleResource(@RestClient FetchClient fetches, Calls calls) {
    this.fetches = fetches;
    this.calls = calls;
  }

  /**
   * Submits.
   *
   * @param seconds the whole budget of the call; 0: the configured one
   */
  @POST
  public Uni<UUID> submit(@RestQuery String url, @RestQuery int seconds) {
    CallOptions options =
        seconds == 0
            ? CallOptions.DEFAULT
            : CallOptions.DEFAULT.withDeadline(Duration.ofSeconds(seconds));
    return calls.submit(options, () -> fetches.fetch(FetchRequest.get(url))).map(CallHandle::id);
  }

  @GET
  public Multi<UUID> list(@RestQuery CallState state) {
    return calls.list(CallQuery.ALL.inStates(state)).map(Call::id);
  }

  @GET
  @Path("/{id}")
  public Uni<CallState> state(@RestPath UUID id) {
    return handle(id).state().map(Call::state);
  }

  @GET
  @Path("/{id}/result")
  public Uni<FetchResult> await(@RestPath UUID id) {
    return handle(id).await();
  }

  /** The result's time in milliseconds: all of it, and the part in the procedure. */
  @GET
  @Path("/{id}/timing")
  public Uni<List<Long>> timing(@RestPath UUID id) {
    CallHandle<FetchResult> handle = handle(id);
    return handle
        .await()
        .map(
            result -> {
              TimeSplit split = handle.timing().orElseThrow();
              return List.of(split.total().toMillis(), split.run().toMillis());
            });
  }

  @POST
  @Path("/{id}/cancel")
  public Uni<CallState> cancel(@RestPath UUID id) {
    return handle(id).cancel().map(Call::state);
  }

  @POST
  @Path("/{id}/retry")
  public Uni<CallState> retry(@RestPath UUID id) {
    return handle(id).retry().map(Call::state);
  }

  private CallHandle<FetchResult> handle(UUID id) {
    return calls.handle(id, FetchResult.class);
  }
}
