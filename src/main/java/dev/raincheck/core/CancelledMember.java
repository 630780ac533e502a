package dev.raincheck.core;

import java.util.UUID;

/**
 * A call that was cancelled with its batch.
 *
 * @param procedure name
 * @param running whether it runs, and its owner has to stop it; else it has ended
 */
public record CancelledMember(UUID id, String procedure, boolean running) {}
