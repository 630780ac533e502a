package dev.raincheck.client;

import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;

/** The resources of calls for whoever has a token; only builders make it. */
@RegisterProvider(AwaitResult.class)
@RegisterProvider(PlainClient.Token.class)
interface AuthorizedCalls extends CallsClient {}
