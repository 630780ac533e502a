package dev.raincheck.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.contract.CallException;
import dev.raincheck.contract.Problem;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.ProcessingException;
import java.io.EOFException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.resteasy.reactive.client.SseEvent;
import org.jspecify.annotations.Nullable;

/**
 * A stream of events, read to its end over as many connections as it takes: each goes on after the
 * last event that was read. Every connection is a request of its own of the interface, so its
 * filters run anew. Used for one subscription; its turns come one after the other.
 *
 * @param <T> what each event carries
 */
class Watching<T> {
  /** Several heartbeats of the server. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final Stream<T> stream;
  private final ObjectMapper json;
  private final Sources sources;
  private volatile Patience patience;
  private volatile @Nullable String lastEventId;
  private volatile boolean ended;

  /**
   * What is read.
   *
   * @param connection opens one, after the event with this id; null: from the beginning
   * @param type what the data of events is
   * @param isLast whether nothing follows
   * @param id of what the events are about; empty if it is no one thing
   */
  record Stream<T>(
      Function<@Nullable String, Multi<SseEvent<String>>> connection,
      Class<T> type,
      Predicate<T> isLast,
      Optional<UUID> id) {}

  Watching(Stream<T> stream, ObjectMapper json, Sources sources) {
    this.stream = stream;
    this.json = json;
    this.sources = sources;
    this.patience = new Patience(sources.random());
  }

  Multi<T> events() {
    return Multi.createFrom()
        .deferred(this::connection)
        .onFailure(failure -> !ended && passes(failure))
        .retry()
        .when(failures -> failures.onItem().transformToUniAndConcatenate(this::pause))
        .onFailure()
        .transform(this::explained)
        .onFailure(failure -> ended)
        .recoverWithCompletion();
  }

  private Multi<T> connection() {
    return stream
        .connection()
        .apply(lastEventId)
        .ifNoItem()
        .after(SILENCE)
        .fail()
        .onItem()
        .invoke(this::heard)
        .filter(event -> event.data() != null && !event.data().isEmpty())
        .map(this::read)
        .onCompletion()
        .invoke(this::checkEnd);
  }

  /** A heartbeat too is a sign of life. */
  private void heard(SseEvent<String> event) {
    patience = new Patience(sources.random());
    if (event.id() != null) {
      lastEventId = event.id();
    }
  }

  private T read(SseEvent<String> event) {
    try {
      T news = json.readValue(event.data(), stream.type());
      ended = stream.isLast().test(news);
      return news;
    } catch (JsonProcessingException nothingOfTheKind) {
      throw new ProcessingException(nothingOfTheKind);
    }
  }

  private void checkEnd() {
    if (!ended) {
      throw new CutOff(new EOFException("The stream of events was ended early"));
    }
  }

  private static boolean passes(Throwable failure) {
    return failure instanceof CallException refused
        ? Answer.isPassing(refused.status())
        : Sent.isOfTheConnection(failure);
  }

  private Uni<Long> pause(Throwable failure) {
    Optional<Duration> advice =
        failure instanceof CallException.Refused refused ? refused.retryAfter() : Optional.empty();
    return Uni.createFrom().item(1L).onItem().delayIt().by(patience.afterFailure(advice));
  }

  private Throwable explained(Throwable failure) {
    return failure instanceof CallException refused
        ? new CallException.Lost(
            Problem.ofStatus(
                refused.status() < 400 ? 502 : refused.status(),
                "What was asked for the events is not their server, does not know what they are"
                    + " about, or refuses to tell."),
            stream.id().orElse(null))
        : failure;
  }
}
