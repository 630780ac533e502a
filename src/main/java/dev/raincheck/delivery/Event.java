package dev.raincheck.delivery;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.raincheck.contract.Batch;
import dev.raincheck.contract.Call;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is posted: an event of <a href="https://github.com/cloudevents/spec">CloudEvents 1.0</a> in
 * the structured JSON format.
 *
 * @param id the webhook-id
 * @param source who tells it
 * @param subject id of what has ended
 * @param time when it ended
 * @param data the call, or the batch
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
    @Nullable Instant time,
    String datacontenttype,
    Object data) {
  static final String MEDIA_TYPE = "application/cloudevents+json";

  static Event ended(String id, String source, Call call) {
    return ended(id, source, Call.ENDED_EVENT, call.id(), call.endedAt(), call);
  }

  static Event ended(String id, String source, Batch batch) {
    return ended(id, source, Batch.ENDED_EVENT, batch.id(), batch.endedAt(), batch);
  }

  private static Event ended(
      String id, String source, String type, UUID subject, @Nullable Instant time, Object data) {
    return new Event("1.0", id, source, type, subject.toString(), time, "application/json", data);
  }
}
