package dev.raincheck.client;

import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.WireDuration;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller may ask of one call, beyond its input.
 *
 * @param deadline the caller's whole budget, positive; a shorter one from elsewhere wins
 * @param delay not to be started before this much time has passed
 * @param urgency 0 (first) to 7 (last)
 * @param idempotencyKey 1 to 255 characters; made for each method call if empty
 * @param callback absolute URL to which the end is posted; a {@link VerifiedCallback} receives it
 */
public record CallOptions(
    Optional<Duration> deadline,
    Optional<Duration> delay,
    Optional<Integer> urgency,
    Optional<String> idempotencyKey,
    Optional<URI> callback) {

  /** Nothing but defaults; the others are made from it. */
  public static final CallOptions DEFAULT =
      new CallOptions(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public CallOptions {
    check(deadline.filter(it -> it.toMillis() <= 0).isEmpty(), "A deadline is positive");
    check(delay.filter(Duration::isNegative).isEmpty(), "A delay is not negative");
    check(urgency.filter(it -> it < 0 || it > 7).isEmpty(), "An urgency is 0 to 7");
    check(
        idempotencyKey.filter(it -> it.isEmpty() || it.length() > 255).isEmpty(),
        "An idempotency key has 1 to 255 characters");
    check(callback.filter(it -> !it.isAbsolute()).isEmpty(), "A callback is an absolute URL");
  }

  private static void check(boolean right, String rule) {
    if (!right) {
      throw new IllegalArgumentException(rule);
    }
  }

  public CallOptions withDeadline(Duration budget) {
    return new CallOptions(Optional.of(budget), delay, urgency, idempotencyKey, callback);
  }

  public CallOptions withDelay(Duration time) {
    return new CallOptions(deadline, Optional.of(time), urgency, idempotencyKey, callback);
  }

  public CallOptions withUrgency(int level) {
    return new CallOptions(deadline, delay, Optional.of(level), idempotencyKey, callback);
  }

  public CallOptions withIdempotencyKey(String key) {
    return new CallOptions(deadline, delay, urgency, Optional.of(key), callback);
  }

  public CallOptions withCallback(URI url) {
    return new CallOptions(deadline, delay, urgency, idempotencyKey, Optional.of(url));
  }

  /** The headers that ask for it, without those of the deadline and the key. */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    delay.ifPresent(it -> headers.put(CallHeaders.CALL_DELAY, WireDuration.format(it)));
    urgency.ifPresent(it -> headers.put(CallHeaders.PRIORITY, "u=" + it));
    callback.ifPresent(it -> headers.put(CallHeaders.CALL_CALLBACK, it.toASCIIString()));
    return headers;
  }
}
