package dev.raincheck.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every kind of problem that Raincheck itself reports: its HTTP status, and whether repeating the
 * same request may succeed. The one place that owns either; {@code GET /problems/{slug}} is made
 * from it.
 */
public enum ProblemType {
  /** A header, parameter or body that cannot be understood. */
  MALFORMED_REQUEST(400, "The request cannot be understood"),
  /** No or wrong credentials. */
  NOT_AUTHENTICATED(401, "Authentication is needed"),
  /** Authenticated, but without the right. */
  NOT_ALLOWED(403, "This is not allowed"),
  /** No such call, procedure or page, or not the caller's. */
  NOT_FOUND(404, "There is nothing here"),
  /** The method is not available at this path. */
  METHOD_NOT_ALLOWED(405, "The method is not available here"),
  /** No representation of the wanted media type. */
  NOT_ACCEPTABLE(406, "No wanted media type is available"),
  /** The call is in a state that does not allow it. */
  WRONG_STATE(409, "The call's state does not allow this"),
  /** The call was cancelled and has no result. */
  CANCELLED(410, "The call was cancelled"),
  /** The body is over the limit. */
  BODY_TOO_LARGE(413, "The body is too large"),
  /** The media type of the body is not one that the procedure reads. */
  UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
  /** Bean Validation refused a value. */
  VALIDATION_FAILED(422, "A value is not valid"),
  /** The idempotency key was used before for a different request. */
  KEY_REUSED(422, "The idempotency key belongs to another request"),
  /** The target of an outgoing request is one that this service does not connect to. */
  TARGET_NOT_ALLOWED(422, "The target is not allowed"),
  /** The caller has submitted more than its quota. */
  OVER_QUOTA(429, "Too many requests"),
  /** Another 4xx status of a procedure. */
  REFUSED(400, "The request was refused"),
  /** An unexpected failure inside the service or a procedure. */
  INTERNAL(500, "An unexpected failure"),
  /** A procedure returned what cannot be encoded, or is over the limit. */
  RESULT_NOT_ENCODABLE(500, "The result cannot be stored"),
  /** The stored input cannot be decoded any more. */
  INPUT_UNREADABLE(500, "The stored input cannot be read"),
  /** What is stored of the call cannot be read: it was tampered with, or is of a newer version. */
  CALL_UNREADABLE(500, "The stored call cannot be read"),
  /** The process that ran the attempt ended before it did. */
  CRASHED(500, "The process that ran it ended"),
  /** A feature of the protocol that this version does not have. */
  NOT_IMPLEMENTED(501, "This version cannot do that"),
  /** What the procedure called answered with a failure, or could not be reached. */
  UPSTREAM_FAILED(502, "The target failed"),
  /** What the procedure called answered with more than may be kept; it would do so again. */
  UPSTREAM_TOO_LARGE(502, "The target's answer is too large"),
  /** The queue of the procedure is full. */
  QUEUE_FULL(503, "The queue is full"),
  /** The service cannot store calls now. */
  UNAVAILABLE(503, "The service is not available"),
  /** What the procedure called did not answer in time. */
  UPSTREAM_TIMEOUT(504, "The target did not answer in time"),
  /** The attempt took longer than the procedure allows. */
  ATTEMPT_TIMEOUT(504, "The attempt took too long"),
  /** The caller's budget was spent before the call ended. */
  EXPIRED(504, "The caller's time was spent");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** Short summary, the same for every problem of the kind. */
  public String title() {
    return title;
  }

  /** Last part of its URI. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Stable, readable URI reference. */
  public String uri() {
    return "/problems/" + slug();
  }

  /** Whether repeating the same request unchanged may succeed. */
  public boolean isRetryable() {
    return switch (this) {
      case RESULT_NOT_ENCODABLE,
          INPUT_UNREADABLE,
          CALL_UNREADABLE,
          NOT_IMPLEMENTED,
          UPSTREAM_TOO_LARGE,
          EXPIRED ->
          false;
      default -> isRetryable(status);
    };
  }

  /** Whether a failure of this status is worth another attempt: 408, 425, 429 and 5xx. */
  public static boolean isRetryable(int status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
  }

  /** The kind with this last part of a URI. */
  public static Optional<ProblemType> ofSlug(String slug) {
    return Arrays.stream(values()).filter(kind -> kind.slug().equals(slug)).findFirst();
  }

  /** The general kind of an HTTP status. */
  public static ProblemType ofStatus(int status) {
    return switch (status) {
      case 400 -> MALFORMED_REQUEST;
      case 401 -> NOT_AUTHENTICATED;
      case 403 -> NOT_ALLOWED;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 409 -> WRONG_STATE;
      case 413 -> BODY_TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 422 -> VALIDATION_FAILED;
      case 429 -> OVER_QUOTA;
      case 501 -> NOT_IMPLEMENTED;
      case 502 -> UPSTREAM_FAILED;
      case 503 -> UNAVAILABLE;
      case 504 -> UPSTREAM_TIMEOUT;
      default -> status >= 500 ? INTERNAL : REFUSED;
    };
  }
}
