package com.example;

import dev.raincheck.client.Calls;
import dev.raincheck.client.FetchClient;
import dev.raincheck.contract.fetch.FetchRequest;
import dev.raincheck.contract.fetch.FetchResult;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/gather")
class GatherResource {
  private final FetchClient fetches;
  private final Calls calls;

  GatherResource(@RestClient FetchClient fetches, Calls calls) {
    this.fetches = fetches;
    this.calls = calls;
  }

  /** Fetches them at the same time; the answers are in the order of the URLs. */
  @GET
  public Uni<List<FetchResult>> gather(@RestQuery("url") List<String> urls) {
    return calls.gather(urls, 5, url -> fetches.fetch(FetchRequest.get(url)));
  }
}
