package dev.raincheck.delivery;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.raincheck.contract.Call;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * What is posted: an event of <a href="https://github.com/cloudevents/spec">CloudEvents 1.0</a> in
 * the structured JSON format.
 *
 * @param id the webhook-id
 * @param source who tells it
 * @param subject id of the call
 * @param time when it ended
 * @param data the call
 */
@RegisterForReflection
@JsonPropertyOrder({
  "specversion",
  "id",
  "source",
  "type",
  "subject",
  "time",
  "datacontenttype",
  "data"
})
record Event(
    String specversion,
    String id,
    String source,
    String type,
    String subject,
    Instant time,
    String datacontenttype,
    Call data) {
  static final String MEDIA_TYPE = "application/cloudevents+json";

  static Event ended(String id, String source, Call call) {
    return new Event(
        "1.0",
        id,
        source,
        Call.ENDED_EVENT,
        call.id().toString(),
        call.endedAt(),
        "application/json",
        call);
  }
}
