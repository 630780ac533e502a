package dev.raincheck.bench.service;

/**
 * What a call comes to; 100 bytes as JSON.
 *
 * @param micros since the epoch, when the work was done
 * @param text filler
 */
public record Done(long micros, String text) {}
