package dev.raincheck.client;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the time of a call went, as its caller sees it: T_total = T_r + T_s + T_c. The server's
 * share is what its {@code Server-Timing} says (W3C); communication is all the rest.
 *
 * @param total from the method call (or, of a handle, from the submit or else from the waiting) to
 *     the result
 * @param queue waiting for attempts
 * @param run inside the procedure, all attempts together
 * @param store storing and handing over, in the server
 * @param communication what is left, never negative
 */
public record TimeSplit(
    Duration total, Duration queue, Duration run, Duration store, Duration communication) {
  private static final Pattern PART = Pattern.compile("(queue|run|store);dur=(\\d+(?:\\.\\d+)?)");

  static TimeSplit of(Duration total, String serverTiming) {
    Duration queue = Duration.ZERO;
    Duration run = Duration.ZERO;
    Duration store = Duration.ZERO;
    Matcher part = PART.matcher(serverTiming);
    while (part.find()) {
      Duration time = Duration.ofNanos(Math.round(Double.parseDouble(part.group(2)) * 1e6));
      switch (part.group(1)) {
        case "queue" -> queue = time;
        case "run" -> run = time;
        default -> store = time;
      }
    }
    Duration rest = total.minus(queue).minus(run).minus(store);
    return new TimeSplit(total, queue, run, store, rest.isNegative() ? Duration.ZERO : rest);
  }
}
