package dev.raincheck.core;

import java.util.UUID;

/** A call that was found by what has happened to it. */
public record FoundCall(UUID id, String caller, String procedure) {}
