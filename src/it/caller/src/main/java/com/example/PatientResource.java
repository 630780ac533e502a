package com.example;

import dev.raincheck.contract.fetch.FetchRequest;
import dev.raincheck.contract.fetch.FetchResult;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/patient")
class PatientResource {
  private final PatientClient fetches;

  PatientResource(@RestClient PatientClient fetches) {
    this.fetches = fetches;
  }

  @GET
  public Uni<FetchResult> fetch(@RestQuery String url) {
    return fetches.fetch(FetchRequest.get(url));
  }
}
