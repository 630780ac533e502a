package dev.raincheck.bench.service;

/**
 * What a call brings; 200 bytes as JSON.
 *
 * @param id of an order, say
 * @param text filler
 */
public record Work(String id, String text) {}
