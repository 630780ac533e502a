package dev.raincheck.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A batch as its caller sees it.
 *
 * @param id UUIDv7
 * @param state RUNNING until what is awaited has come. Then SUCCEEDED if as many calls as are
 *     awaited have (all of them, for {@code "all"}); else CANCELLED if it was cancelled and no call
 *     has failed; else FAILED
 * @param awaiting what is awaited
 * @param failFast whether the first call that ends without a result cancels the others
 * @param createdAt when it was stored, with all its calls
 * @param endedAt when what is awaited had come
 * @param cancelRequested whether what has not ended is being cancelled
 * @param total how many calls it has
 * @param counts how many of them are in which state now; the calls go on when the batch has ended
 * @param links where to go from here
 * @param deliveries of its end to its callback, oldest first; left out where there are none
 */
@Schema(
    description = "Many calls under one handle, as their caller sees them",
    requiredProperties = {
      "id",
      "state",
      "awaiting",
      "failFast",
      "createdAt",
      "endedAt",
      "cancelRequested",
      "total",
      "counts",
      "links"
    })
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Batch(
    @Schema(examples = "0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d") UUID id,
    CallState state,
    @Schema(ref = "Awaiting") Awaiting awaiting,
    boolean failFast,
    Instant createdAt,
    @Schema(nullable = true) @Nullable Instant endedAt,
    boolean cancelRequested,
    @Schema(examples = "5") int total,
    Map<CallState, Integer> counts,
    Links links,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Call.Delivery> deliveries) {

  /** Type of the event that tells the end of a batch to its callback. */
  public static final String ENDED_EVENT = "dev.raincheck.batch.ended";

  public Batch {
    Map<CallState, Integer> all = new EnumMap<>(CallState.class);
    for (CallState each : CallState.values()) {
      all.put(each, counts.getOrDefault(each, 0));
    }
    counts = Collections.unmodifiableMap(all);
    // An older service does not have them.
    deliveries = deliveries == null ? List.of() : List.copyOf(deliveries);
  }

  /**
   * Where to go from here, as URI references.
   *
   * @param self the batch
   * @param result what its calls have come to, in their order
   * @param events what becomes of it, as server-sent events
   * @param calls its calls
   * @param cancel where to post to cancel what has not ended
   */
  @Schema(
      name = "BatchLinks",
      requiredProperties = {"self", "result", "events", "calls", "cancel"})
  public record Links(
      @Schema(examples = "/batches/0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d") String self,
      @Schema(examples = "/batches/0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d/result") String result,
      @Schema(examples = "/batches/0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d/events") String events,
      @Schema(examples = "/batches/0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d/calls") String calls,
      @Schema(examples = "/batches/0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d/cancel") String cancel) {}
}
