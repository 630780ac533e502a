package dev.raincheck.core;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A call that was admitted and waits to be stored.
 *
 * @param id UUIDv7
 * @param procedure name
 * @param caller who it belongs to; empty for an anonymous caller
 * @param input encoded arguments; owned by this record and not to be changed
 * @param idempotency key and fingerprint, where the caller gave a key
 * @param delay before it may start, zero for at once
 * @param budget the caller's {@code Operation-Timeout}
 * @param priority 0 (first) to 7 (last)
 * @param maxAttempts of its procedure
 * @param retention of its procedure
 * @param trace W3C trace context
 * @param callback URL that is told when it has ended
 * @param admittedAt reading of this replica's {@link Ticker}
 * @param claimedBy the lease of the replica that holds a slot for it, so that it is stored as
 *     running there
 * @param claims who the caller is, as JSON; none for an anonymous caller
 */
public record NewCall(
    UUID id,
    String procedure,
    String caller,
    byte[] input,
    Optional<Idempotency> idempotency,
    Duration delay,
    Optional<Duration> budget,
    int priority,
    int maxAttempts,
    Duration retention,
    Trace trace,
    Optional<String> callback,
    long admittedAt,
    Optional<UUID> claimedBy,
    Optional<String> claims) {

  /**
   * What makes a repeated request the same call.
   *
   * @param key the caller's, 1 to 255 characters
   * @param fingerprint digest of the request
   */
  public record Idempotency(String key, byte[] fingerprint) {}
}
