package dev.raincheck.faults.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What a client asked. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Question.Submit.class, name = "SUBMIT"),
  @JsonSubTypes.Type(value = Question.Status.class, name = "STATUS"),
  @JsonSubTypes.Type(value = Question.Result.class, name = "RESULT"),
  @JsonSubTypes.Type(value = Question.Cancel.class, name = "CANCEL"),
  @JsonSubTypes.Type(value = Question.Listing.class, name = "LIST")
})
public sealed interface Question {

  /** For counting. */
  default String kind() {
    return getClass().getSimpleName().toUpperCase(Locale.ROOT);
  }

  /**
   * A call to be made.
   *
   * @param label stands in the body, so that the row can be told to come from this request; the
   *     same for repetitions of a request only
   * @param key idempotency key
   * @param bodyDigest of the body as it was sent
   * @param budgetMillis {@code Operation-Timeout}
   * @param maxAttempts what the policy of the procedure grants
   */
  record Submit(
      String label,
      Optional<String> key,
      String bodyDigest,
      OptionalLong budgetMillis,
      int maxAttempts)
      implements Question {}

  /** How a call is. */
  record Status(String callId) implements Question {}

  /** What came of a call. */
  record Result(String callId) implements Question {}

  /** That a call be cancelled. */
  record Cancel(String callId) implements Question {}

  /** Which calls there are. */
  record Listing() implements Question {}
}
