package dev.raincheck.core;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import java.util.Optional;
import java.util.UUID;

/**
 * What a call of a batch has come to.
 *
 * @param index its place in the batch, from 0
 * @param state empty if it was deleted
 * @param response empty while it has not ended, and if what is stored cannot be read
 * @param failure why it failed
 * @param attempt number of its last attempt, 0 if there was none
 */
public record GatheredCall(
    int index,
    UUID id,
    Optional<CallState> state,
    Optional<StoredResponse> response,
    Optional<Call.Failure> failure,
    int attempt) {}
