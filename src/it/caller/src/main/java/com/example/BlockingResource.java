package com.example;

import dev.raincheck.contract.fetch.FetchRequest;
import dev.raincheck.contract.fetch.FetchResult;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestQuery;

/** The blocking client on a thread that may wait, and on one that may not. */
@Path("/blocking")
class BlockingResource {
  private final BlockingClient fetches;

  BlockingResource(@RestClient BlockingClient fetches) {
    this.fetches = fetches;
  }

  @GET
  @Path("/worker")
  @Blocking
  public FetchResult onAWorker(@RestQuery String url) {
    return fetches.fetch(FetchRequest.get(url));
  }

  @GET
  @Path("/event-loop")
  @NonBlocking
  public FetchResult onAnEventLoop(@RestQuery String url) {
    return fetches.fetch(FetchRequest.get(url));
  }
}
