package dev.raincheck.core;

import dev.raincheck.contract.CallState;
import java.util.UUID;

/**
 * A call that came to its end other than by an attempt of this replica.
 *
 * @param id of the call
 * @param procedure name
 * @param state final
 */
public record Ended(UUID id, String procedure, CallState state) {}
