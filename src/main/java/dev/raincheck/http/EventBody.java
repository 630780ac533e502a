package dev.raincheck.http;

import io.smallrye.mutiny.Multi;

/**
 * The body of a response that is sent while it comes into being.
 *
 * @param chunks its parts, each to be sent when the one before has left
 */
record EventBody(Multi<byte[]> chunks) {}
