package dev.raincheck.http;

import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.delivery.StreamEvent;
import dev.raincheck.delivery.StreamPlaces;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.UUID;

/** Responses that carry events while they happen. */
@Singleton
class EventResponses {
  private static final Duration LATER = Duration.ofSeconds(5);

  private final StreamPlaces places;
  private final EventText text;

  EventResponses(StreamPlaces places, EventText text) {
    this.places = places;
    this.text = text;
  }

  /**
   * @param id of what the events are about
   * @throws ProblemException 503 if too many streams are open
   */
  Response of(UUID id, Multi<StreamEvent> events) {
    return responseOf(events).header(CallHeaders.CALL_ID, id).build();
  }

  /**
   * Events of many calls.
   *
   * @throws ProblemException 503 if too many streams are open
   */
  Response of(Multi<StreamEvent> events) {
    return responseOf(events).build();
  }

  private Response.ResponseBuilder responseOf(Multi<StreamEvent> events) {
    if (!places.hasRoom()) {
      throw new ProblemException(
          Problem.of(ProblemType.UNAVAILABLE, "Too many streams are open."), LATER, null);
    }
    Multi<byte[]> chunks =
        Multi.createBy()
            .concatenating()
            .streams(Multi.createFrom().item(text::beginning), events.map(text::of));
    return Response.ok(new Streamed(chunks), MediaType.SERVER_SENT_EVENTS_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Accel-Buffering", "no");
  }
}
