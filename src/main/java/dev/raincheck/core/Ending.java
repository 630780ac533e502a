package dev.raincheck.core;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import java.time.Duration;
import java.util.Optional;

/**
 * The end of a call, as its last attempt reports it; counts only while that attempt owns the call.
 *
 * @param call what was run, with the fence
 * @param state final
 * @param response what is replayed
 * @param failure why it failed, if it did
 * @param ran how long the attempt was inside the procedure
 */
public record Ending(
    ClaimedCall call,
    CallState state,
    StoredResponse response,
    Optional<Call.Failure> failure,
    Duration ran) {}
