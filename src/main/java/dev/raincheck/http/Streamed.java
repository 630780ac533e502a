package dev.raincheck.http;

import io.smallrye.mutiny.Multi;

/**
 * The body of a response that is sent while it comes into being.
 *
 * @param chunks its parts, each made and sent when the one before has left
 */
record Streamed(Multi<byte[]> chunks) {}
