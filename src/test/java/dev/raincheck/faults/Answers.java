package dev.raincheck.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.raincheck.faults.history.Reply;
import dev.raincheck.faults.history.State;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Reads answers as a client would who knows only the contract. */
final class Answers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ACCEPTED = 202;

  private Answers() {}

  /**
   * An answer.
   *
   * @param mayTell whether a final state in the header means that the body is the result
   */
  static Reply of(HttpResponse<byte[]> response, boolean mayTell) {
    Optional<String> id = response.headers().firstValue("Call-Id");
    Optional<State> state = response.headers().firstValue("Call-State").map(State::valueOf);
    JsonNode body = json(response);
    boolean tells =
        mayTell
            && response.statusCode() != ACCEPTED
            && state.filter(one -> one.ordinal() >= State.SUCCEEDED.ordinal()).isPresent();
    Optional<Reply.Telling> telling =
        tells
            ? Optional.of(
                new Reply.Telling(
                    id.orElseThrow(),
                    state.get(),
                    response.statusCode(),
                    Digest.of(response.body()),
                    Optional.ofNullable(body.path("token").textValue())))
            : Optional.empty();
    return new Reply.Answer(
        response.statusCode(),
        id,
        tells ? List.of() : sights(body),
        telling,
        response.headers().firstValue("Idempotency-Replayed").filter("true"::equals).isPresent(),
        response.headers().firstValue("Retry-After").isPresent());
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    boolean json =
        response
            .headers()
            .firstValue("Content-Type")
            .filter(type -> type.contains("json"))
            .isPresent();
    try {
      return json ? JSON.readTree(response.body()) : MissingNode.getInstance();
    } catch (IOException broken) {
      throw new AssertionError("This is no JSON: " + new String(response.body()), broken);
    }
  }

  private static List<Reply.Sight> sights(JsonNode body) {
    List<Reply.Sight> sights = new ArrayList<>();
    body.path("items").forEach(item -> sights.add(sight(item)));
    if (body.has("maxAttempts")) {
      sights.add(sight(body));
    }
    return sights;
  }

  private static Reply.Sight sight(JsonNode call) {
    return new Reply.Sight(
        call.required("id").textValue(),
        State.valueOf(call.required("state").textValue()),
        call.required("attempt").intValue(),
        call.required("maxAttempts").intValue(),
        call.required("cancelRequested").booleanValue());
  }

  /** Why there was no answer. */
  static Reply failure(Throwable thrown) {
    Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (failure instanceof ConnectException) {
      return new Reply.Failure(Reply.Cause.REFUSED);
    } else if (failure instanceof HttpTimeoutException || failure instanceof TimeoutException) {
      return new Reply.Failure(Reply.Cause.TIMEOUT);
    } else if (failure instanceof IOException) {
      return new Reply.Failure(Reply.Cause.CUT);
    }
    throw new AssertionError("No answer that was thought of", thrown);
  }
}
