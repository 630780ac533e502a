package dev.raincheck.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallException;
import dev.raincheck.contract.Problem;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.ProcessingException;
import java.io.EOFException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.client.SseEvent;
import org.jspecify.annotations.Nullable;

/**
 * The events of one call, read to the final state over as many connections as it takes: each goes
 * on after the last event that was read. Every connection is a request of its own of the interface,
 * so its filters run anew. Used for one subscription; its turns come one after the other.
 */
class Watching {
  /** Several heartbeats of the server. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final CallsClient service;
  private final UUID id;
  private final ObjectMapper json;
  private final Sources sources;
  private volatile Patience patience;
  private volatile @Nullable String lastEventId;
  private volatile boolean ended;

  Watching(CallsClient service, UUID id, ObjectMapper json, Sources sources) {
    this.service = service;
    this.id = id;
    this.json = json;
    this.sources = sources;
    this.patience = new Patience(sources.random());
  }

  Multi<Call> events() {
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

  private Multi<Call> connection() {
    return service
        .events(id.toString(), lastEventId)
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

  private Call read(SseEvent<String> event) {
    try {
      Call call = json.readValue(event.data(), Call.class);
      ended = call.state().isFinal();
      return call;
    } catch (JsonProcessingException noCall) {
      throw new ProcessingException(noCall);
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
                "What was asked for the events is not its server, does not know the call, or"
                    + " refuses to tell."),
            id)
        : failure;
  }
}
