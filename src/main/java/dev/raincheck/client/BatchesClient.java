package dev.raincheck.client;

import dev.raincheck.contract.Awaiting;
import dev.raincheck.contract.Batch;
import dev.raincheck.contract.BatchRequest;
import dev.raincheck.contract.BatchResult;
import dev.raincheck.contract.BatchesApi;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * The resources under {@code /batches} of the service at {@code quarkus.rest-client.raincheck.url}.
 * {@link Batches} is the convenient way to them. For a service under another configuration key,
 * extend it, as {@link CallsClient} says, and give it to {@link Batches#at}.
 */
@RegisterRestClient(configKey = "raincheck")
@RegisterProvider(AwaitResult.class)
// In a native image nobody else would know that they are read from JSON, or written.
@RegisterForReflection(
    targets = {
      Awaiting.class,
      Batch.class,
      Batch.Links.class,
      BatchRequest.class,
      BatchRequest.Member.class,
      BatchResult.class
    })
public interface BatchesClient extends BatchesApi {}
