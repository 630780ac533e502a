package dev.raincheck.admission;

import dev.raincheck.core.Trace;
import java.time.Duration;
import java.util.Optional;

/**
 * A request that is to become a call.
 *
 * @param procedure name
 * @param caller who asks; empty for an anonymous caller
 * @param input encoded arguments
 * @param key the caller's idempotency key
 * @param budget the caller's {@code Operation-Timeout}
 * @param delay before the call may start
 * @param priority 0 (first) to 7 (last)
 * @param trace W3C trace context
 * @param callback the caller's {@code Call-Callback}
 * @param claims who the caller is, as JSON; none for an anonymous caller
 */
public record Submission(
    String procedure,
    String caller,
    byte[] input,
    Optional<String> key,
    Optional<Duration> budget,
    Duration delay,
    int priority,
    Trace trace,
    Optional<String> callback,
    Optional<String> claims) {}
