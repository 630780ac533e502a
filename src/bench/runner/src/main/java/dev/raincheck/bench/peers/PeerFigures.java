package dev.raincheck.bench.peers;

/**
 * What a peer can do with calls that do nothing.
 *
 * @param name of the peer
 * @param version of the peer
 * @param acceptedPerSecond calls stored, with the workers off
 * @param endToEndPerSecond calls from the first submit to the last result, with the workers on
 * @param drainPerSecond calls from the start of the workers to the last result, all stored before
 */
public record PeerFigures(
    String name,
    String version,
    double acceptedPerSecond,
    double endToEndPerSecond,
    double drainPerSecond) {}
