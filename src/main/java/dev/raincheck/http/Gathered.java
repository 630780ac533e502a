package dev.raincheck.http;

import io.smallrye.mutiny.Multi;

/**
 * A body that is sent piece by piece, each made when the one before has left.
 *
 * @param pieces together the whole body
 */
record Gathered(Multi<byte[]> pieces) {}
