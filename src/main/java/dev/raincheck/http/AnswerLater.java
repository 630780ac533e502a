package dev.raincheck.http;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;

/**
 * Leaves a resource method without its result, because the answer is made elsewhere. No failure,
 * and without a stack trace, so it costs little.
 */
final class AnswerLater extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Uni<Response> answer;

  AnswerLater(Uni<Response> answer) {
    super("The answer is made elsewhere", null, false, false);
    this.answer = answer;
  }

  Uni<Response> answer() {
    return answer;
  }
}
