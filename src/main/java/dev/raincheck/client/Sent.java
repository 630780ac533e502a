package dev.raincheck.client;

import com.fasterxml.jackson.core.JacksonException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A request on its way; {@link AnswerFilter} tells it what comes of it. */
final class Sent {
  static final String PROPERTY = Sent.class.getName();

  private final List<ClientRequestFilter> filters;
  private volatile @Nullable Answer answer;
  private volatile boolean begun;

  Sent(List<ClientRequestFilter> filters) {
    this.filters = filters;
  }

  /** Does what the interface wants done to its requests. */
  void prepare(ClientRequestContext itself) {
    try {
      for (ClientRequestFilter filter : filters) {
        filter.filter(itself);
      }
    } catch (IOException failed) {
      throw new ProcessingException(failed);
    }
  }

  /** The whole answer is here. */
  void answered(Answer whole) {
    answer = whole;
  }

  /** It failed, after some of it may have been written. */
  void failedOnItsWay() {
    begun = true;
  }

  /** What came of it, when its client is done with it. */
  Uni<Answer> outcome(@Nullable Throwable failure) {
    Answer whole = answer;
    if (whole != null) {
      return Uni.createFrom().item(whole);
    } else if (failure == null) {
      return Uni.createFrom().failure(new IllegalStateException("The answer was not seen"));
    }
    return Uni.createFrom()
        .failure(begun && isOfTheConnection(failure) ? new CutOff(failure) : failure);
  }

  static boolean isOfTheConnection(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof JacksonException) {
        return false;
      } else if (cause instanceof IOException
          || cause instanceof TimeoutException
          || cause instanceof VertxException) {
        return true;
      }
    }
    return false;
  }
}
