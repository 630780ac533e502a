package dev.raincheck.client;

import dev.raincheck.contract.fetch.FetchApi;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * The typed client of the built-in procedure {@code fetch}: inject it with {@code @RestClient}, and
 * say where the service is by {@code quarkus.rest-client.raincheck.url}.
 */
@RegisterRestClient(configKey = "raincheck")
@RegisterProvider(AwaitResult.class)
public interface FetchClient extends FetchApi {}
