package com.example;

import dev.raincheck.client.AwaitResult;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * An interface of the application's own for a procedure, with what it wants to know of the answer,
 * and with its own authentication.
 */
@Path("/fetches")
@RegisterRestClient(configKey = "pages")
@RegisterProvider(AwaitResult.class)
@RegisterProvider(Badge.class)
interface PageClient {
  record Wanted(String url) {}

  record Page(int status, String body) {}

  @POST
  Uni<Page> load(Wanted wanted);
}
