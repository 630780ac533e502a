package dev.raincheck.client;

import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.CallState;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A response that was read to its end.
 *
 * @param headers names are not case-sensitive
 */
record Answer(int status, MultivaluedMap<String, String> headers, byte[] body) {
  private static final int ACCEPTED = 202;
  private static final Pattern WAIT = Pattern.compile("wait=(\\d{1,9})");

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.getFirst(name));
  }

  /** The call's state; empty if this is not about a call. */
  Optional<CallState> state() {
    return header(CallHeaders.CALL_STATE).flatMap(Answer::state);
  }

  /** The state of this name; empty if there is none. */
  static Optional<CallState> state(String name) {
    return Arrays.stream(CallState.values()).filter(it -> it.name().equals(name)).findFirst();
  }

  /** The call's id; empty if this is not about a call. */
  Optional<UUID> callId() {
    return id(headers.getFirst(CallHeaders.CALL_ID));
  }

  /** The id that a header carries; empty if it carries none. */
  static Optional<UUID> id(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(UUID::fromString);
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** Of an answer to a submit: whether it says where to wait, rather than being the result. */
  boolean isHandle() {
    return status == ACCEPTED
        && headers.containsKey(CallHeaders.CALL_ID)
        && headers.containsKey(HttpHeaders.LOCATION)
        && !headers.containsKey(HttpHeaders.CONTENT_LOCATION);
  }

  /** Whether the call that it is about has ended, well or not. */
  boolean hasEnded() {
    return state().filter(CallState::isFinal).isPresent();
  }

  /**
   * Whether it comes from something that is overloaded, starting, or has lost what is behind it.
   */
  boolean isPassing() {
    return state().isEmpty() && isPassing(status);
  }

  /** The same of a status that is about no call. */
  static boolean isPassing(int status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
  }

  /** The server's advice when to come again; empty if it gave none, or gave a date. */
  Optional<Duration> retryAfter() {
    return retryAfter(headers.getFirst(HttpHeaders.RETRY_AFTER));
  }

  /** The advice of a header; empty if it is none, or a date. */
  static Optional<Duration> retryAfter(@Nullable String header) {
    return Optional.ofNullable(header)
        .filter(text -> text.matches("\\d{1,9}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /** How long the server promised to wait for the end; empty if it did not. */
  Optional<Duration> promisedWait() {
    return header(CallHeaders.PREFERENCE_APPLIED)
        .map(WAIT::matcher)
        .filter(Matcher::find)
        .map(found -> Duration.ofSeconds(Long.parseLong(found.group(1))));
  }
}
