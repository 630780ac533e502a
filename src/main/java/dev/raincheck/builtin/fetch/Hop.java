package dev.raincheck.builtin.fetch;

import dev.raincheck.net.HttpTarget;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One request on the way to the final answer: the first, or what a redirect made of the one before.
 *
 * @param body text, sent as UTF-8; null for none
 */
record Hop(String method, HttpTarget target, Map<String, String> headers, @Nullable String body) {

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  Hop {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Whether an answer of this status, with a {@code Location}, asks to go elsewhere. */
  static boolean isRedirect(int status) {
    return REDIRECTS.contains(status);
  }

  /** The same with one more header, unless it is there already. */
  Hop withDefaultHeader(String name, String value) {
    if (headers.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Hop(method, target, more, body);
  }

  /**
   * The request that follows a redirect, as browsers make it (Fetch standard, "HTTP-redirect
   * fetch"): 303, and a {@code POST} after 301 or 302, become {@code GET} without a body. Headers
   * that carry credentials are not sent on to another origin.
   */
  Hop redirected(int status, HttpTarget next) {
    boolean becomesGet =
        (status == 303 && !method.equals("HEAD"))
            || ((status == 301 || status == 302) && method.equals("POST"));
    boolean leavesOrigin = !next.origin().equals(target.origin());
    Map<String, String> kept =
        without(
            name ->
                (becomesGet && name.startsWith("content-"))
                    || (leavesOrigin && Credentials.isNamed(name)));
    return new Hop(becomesGet ? "GET" : method, next, kept, becomesGet ? null : body);
  }

  private Map<String, String> without(Predicate<String> dropped) {
    Map<String, String> kept = new LinkedHashMap<>(headers);
    kept.keySet().removeIf(name -> dropped.test(name.toLowerCase(Locale.ROOT)));
    return kept;
  }
}
