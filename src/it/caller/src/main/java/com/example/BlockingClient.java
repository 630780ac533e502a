package com.example;

import dev.raincheck.client.AwaitResult;
import dev.raincheck.contract.fetch.FetchRequest;
import dev.raincheck.contract.fetch.FetchResult;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The built-in procedure for threads that may wait. */
@Path("/fetches")
@RegisterRestClient(configKey = "blocking")
@RegisterProvider(AwaitResult.class)
interface BlockingClient {

  @POST
  FetchResult fetch(FetchRequest request);
}
