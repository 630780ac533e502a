package com.example;

import dev.raincheck.contract.fetch.FetchRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestQuery;

/** The blocking client on a virtual thread. */
@Path("/blocking/virtual-thread")
class VirtualResource {
  private final BlockingClient fetches;

  VirtualResource(@RestClient BlockingClient fetches) {
    this.fetches = fetches;
  }

  @GET
  @RunOnVirtualThread
  public String onAVirtualThread(@RestQuery String url) {
    String body = fetches.fetch(FetchRequest.get(url)).body();
    return body + (Thread.currentThread().isVirtual() ? " on a virtual thread" : "");
  }
}
