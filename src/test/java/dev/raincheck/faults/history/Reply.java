package dev.raincheck.faults.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/** What came of a request, as its client saw it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Reply.Answer.class, name = "ANSWER"),
  @JsonSubTypes.Type(value = Reply.Failure.class, name = "FAILURE")
})
public sealed interface Reply {

  /**
   * An answer, received whole.
   *
   * @param status HTTP
   * @param callId of the header {@code Call-Id}
   * @param sights calls that the answer shows
   * @param telling the result that it tells
   * @param replayed whether it says that the idempotency key was used before
   * @param saysWhen whether it says when to try again
   */
  record Answer(
      int status,
      Optional<String> callId,
      List<Sight> sights,
      Optional<Telling> telling,
      boolean replayed,
      boolean saysWhen)
      implements Reply {}

  /** No answer; what was asked may have been done or not. */
  record Failure(Cause cause) implements Reply {}

  /** Why there was no answer. */
  enum Cause {
    /** Nobody listened: what was asked was not done. */
    REFUSED,
    /** The connection ended. */
    CUT,
    /** The client did not wait any longer. */
    TIMEOUT
  }

  /** A call as an answer shows it. */
  record Sight(String callId, State state, int attempt, int maxAttempts, boolean cancelRequested) {}

  /**
   * The end of a call as it was told to somebody.
   *
   * @param state of the header {@code Call-State}
   * @param status HTTP, of the result
   * @param digest of the body
   * @param token which the execution put into its result
   */
  record Telling(String callId, State state, int status, String digest, Optional<String> token) {}
}
