package dev.raincheck.core;

import dev.raincheck.contract.Call;
import java.time.Duration;
import java.util.Optional;

/**
 * An attempt that gives its call back to the queue; counts only while it owns the call and nobody
 * asked for its end.
 *
 * @param call what was run, with the fence
 * @param effect on the budget of attempts
 * @param delay before the next attempt
 * @param failure why the attempt failed, if it did
 * @param ran how long it was inside the procedure
 */
public record Requeue(
    ClaimedCall call,
    Lifecycle.Effect effect,
    Duration delay,
    Optional<Call.Failure> failure,
    Duration ran) {}
