package dev.raincheck.client;

import dev.raincheck.contract.CallHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was agreed for a call, and the headers that say it.
 *
 * @param hold how long a request may be held; zero: not at all
 * @param deadline the whole budget, positive; empty if there is none
 * @param idempotencyKey empty: a submit is not repeated
 * @param headers of the submit, besides those for the above
 */
record Terms(
    Duration hold,
    Optional<Duration> deadline,
    Optional<String> idempotencyKey,
    Map<String, String> headers) {

  /**
   * Headers of a submit that may be held for so long.
   *
   * @param left of the budget; empty if there is none
   */
  Map<String, String> submit(Duration wait, Optional<Duration> left) {
    Map<String, String> submit = new HashMap<>(headers);
    submit.put(CallHeaders.PREFER, wait.isZero() ? "respond-async" : prefer(wait));
    idempotencyKey.ifPresent(key -> submit.put(CallHeaders.IDEMPOTENCY_KEY, key));
    left.map(budget -> Math.max(1, budget.toMillis()) + "ms")
        .ifPresent(budget -> submit.put(CallHeaders.OPERATION_TIMEOUT, budget));
    return submit;
  }

  /**
   * Headers of a request for the result.
   *
   * @param grace how much longer than the budget it may be held, for the server to say so
   * @param left of the budget; empty if there is none
   */
  Map<String, String> collect(Duration grace, Optional<Duration> left) {
    Duration wait =
        left.map(budget -> budget.plus(grace))
            .filter(budget -> budget.compareTo(hold) < 0)
            .orElse(hold);
    return wait.isZero() || wait.isNegative() ? Map.of() : Map.of(CallHeaders.PREFER, prefer(wait));
  }

  private static String prefer(Duration wait) {
    return "wait=" + wait.plusMillis(999).toSeconds();
  }
}
