package dev.raincheck.core;

import dev.raincheck.contract.CallState;
import java.util.UUID;

/**
 * A call that went to another state other than by an attempt of this replica.
 *
 * @param id of the call
 * @param procedure name
 * @param state the new one
 */
public record Transition(UUID id, String procedure, CallState state) {}
