package dev.raincheck.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A call as its caller sees it. Times are the database's, in UTC, to the millisecond.
 *
 * @param id UUIDv7
 * @param procedure name of what was called
 * @param state where it is in its life
 * @param createdAt when it was stored
 * @param notBefore earliest start, where the caller asked for a delay
 * @param expiresAt when the caller's budget is spent, where there is one
 * @param startedAt start of the first attempt
 * @param endedAt when the final state was recorded
 * @param attempt number of the latest attempt, 0 before the first
 * @param maxAttempts number of the last attempt that may be made
 * @param nextAttemptAt when a call that backs off is tried again
 * @param cancelRequested whether the running attempt was asked to stop
 * @param progress what the running attempt last reported
 * @param failure why it failed, or why its latest attempt did
 * @param attempts every attempt so far, oldest first
 * @param timing where the time went
 * @param links where to go from here
 * @param deliveries of its ends to its callback, oldest first; left out where there are none, and
 *     in lists
 */
@Schema(
    description = "A call as its caller sees it",
    requiredProperties = {
      "id",
      "procedure",
      "state",
      "createdAt",
      "notBefore",
      "expiresAt",
      "startedAt",
      "endedAt",
      "attempt",
      "maxAttempts",
      "nextAttemptAt",
      "cancelRequested",
      "progress",
      "failure",
      "attempts",
      "timing",
      "links"
    })
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Call(
    @Schema(examples = "0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d") UUID id,
    @Schema(examples = "fetch") String procedure,
    CallState state,
    Instant createdAt,
    @Schema(nullable = true) @Nullable Instant notBefore,
    @Schema(nullable = true) @Nullable Instant expiresAt,
    @Schema(nullable = true) @Nullable Instant startedAt,
    @Schema(nullable = true) @Nullable Instant endedAt,
    @Schema(examples = "1") int attempt,
    @Schema(examples = "5") int maxAttempts,
    @Schema(nullable = true) @Nullable Instant nextAttemptAt,
    boolean cancelRequested,
    @Schema(nullable = true) @Nullable Progress progress,
    @Schema(nullable = true) @Nullable Failure failure,
    List<Attempt> attempts,
    Timing timing,
    Links links,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Delivery> deliveries) {

  /** Type of the event that tells the end of a call to its callback. */
  public static final String ENDED_EVENT = "dev.raincheck.call.ended";

  public Call {
    attempts = List.copyOf(attempts);
    // An older service does not have them.
    deliveries = deliveries == null ? List.of() : List.copyOf(deliveries);
  }

  /**
   * How far the running attempt has come.
   *
   * @param done units done
   * @param total units in all, 0 if unknown
   * @param note free text
   */
  @Schema(
      name = "CallProgress",
      requiredProperties = {"done", "total", "note"})
  public record Progress(
      @Schema(examples = "3") long done,
      @Schema(examples = "10") long total,
      @Schema(examples = "page 3") String note) {}

  /**
   * Why an attempt failed.
   *
   * @param status HTTP status of the failure
   * @param title its problem's title
   */
  @Schema(
      name = "CallFailure",
      requiredProperties = {"status", "title"})
  public record Failure(
      @Schema(examples = "502") int status, @Schema(examples = "The target failed") String title) {}

  /**
   * One attempt.
   *
   * @param number from 1
   * @param startedAt when it was claimed
   * @param endedAt when its end was recorded; null while it runs
   * @param node name of the replica that ran it
   * @param failure why it failed; null if it did not
   */
  @Schema(
      name = "CallAttempt",
      requiredProperties = {"number", "startedAt", "endedAt", "node", "failure"})
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Attempt(
      @Schema(examples = "1") int number,
      Instant startedAt,
      @Schema(nullable = true) @Nullable Instant endedAt,
      @Schema(examples = "raincheck-7c9f-01") String node,
      @Schema(nullable = true) @Nullable Failure failure) {}

  /**
   * Where the time went, in milliseconds; up to now for a call that has not ended.
   *
   * @param queuedMs waiting: for its first attempt and between attempts
   * @param runningMs inside the procedure, all attempts together
   * @param totalMs from being stored to the final state
   */
  @Schema(
      name = "CallTiming",
      requiredProperties = {"queuedMs", "runningMs", "totalMs"})
  public record Timing(
      @Schema(examples = "4.1") double queuedMs,
      @Schema(examples = "120.0") double runningMs,
      @Schema(examples = "130.2") double totalMs) {}

  /**
   * Where to go from here, as URI references.
   *
   * @param self the call
   * @param result its result
   * @param events what happens to it, as server-sent events
   * @param cancel where to post to cancel it
   */
  @Schema(
      name = "CallLinks",
      requiredProperties = {"self", "result", "events", "cancel"})
  public record Links(
      @Schema(examples = "/calls/0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d") String self,
      @Schema(examples = "/calls/0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d/result") String result,
      @Schema(examples = "/calls/0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d/events") String events,
      @Schema(examples = "/calls/0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d/cancel") String cancel) {}

  /**
   * The delivery of one end of the call, or of the batch, to its callback.
   *
   * @param id the {@code webhook-id}, the same for every try
   * @param state where it is in its life
   * @param tries how often it was tried
   * @param lastAt when the latest result of a try was recorded
   * @param lastStatus what the target answered then; null if it did not
   * @param lastError why that was no success
   * @param nextAt when it is tried next; while a try is under way, when that is taken for lost
   * @param deliveredAt when it was delivered
   */
  @Schema(
      name = "CallDelivery",
      requiredProperties = {
        "id",
        "state",
        "tries",
        "lastAt",
        "lastStatus",
        "lastError",
        "nextAt",
        "deliveredAt"
      })
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Delivery(
      @Schema(examples = "6f9c1b0e-52a5-4b7e-9d0f-1c2d3e4f5a6b") UUID id,
      DeliveryState state,
      @Schema(examples = "2") int tries,
      @Schema(nullable = true) @Nullable Instant lastAt,
      @Schema(nullable = true, examples = "503") @Nullable Integer lastStatus,
      @Schema(nullable = true, examples = "It answered 503") @Nullable String lastError,
      @Schema(nullable = true) @Nullable Instant nextAt,
      @Schema(nullable = true) @Nullable Instant deliveredAt) {}

  /** State of a delivery. */
  @Schema(name = "CallDeliveryState")
  public enum DeliveryState {
    /** Is tried, or waits to be. */
    PENDING,
    /** The target has taken it. */
    DELIVERED,
    /** The target does not want it, or was not reached for too long. */
    GIVEN_UP
  }
}
