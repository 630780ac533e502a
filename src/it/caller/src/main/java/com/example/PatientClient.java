package com.example;

import dev.raincheck.client.AwaitResult;
import dev.raincheck.contract.fetch.FetchRequest;
import dev.raincheck.contract.fetch.FetchResult;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The built-in procedure, called again and again until there is an answer. */
@Path("/fetches")
@RegisterRestClient(configKey = "patient")
@RegisterProvider(AwaitResult.class)
interface PatientClient {

  @POST
  @Retry(maxRetries = 300, delay = 200)
  Uni<FetchResult> fetch(FetchRequest request);
}
