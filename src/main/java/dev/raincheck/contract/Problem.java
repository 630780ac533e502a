package dev.raincheck.contract;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Why a request or a call failed: RFC 9457 {@code application/problem+json}. It never carries a
 * stack trace, a class name or SQL.
 *
 * @param type stable URI of the kind of problem; itself readable
 * @param title short summary of the kind
 * @param status HTTP status, 400 to 599
 * @param detail what happened this time
 * @param instance URI of the call, where there is one
 * @param retryable whether repeating it unchanged may succeed
 * @param attempt number of the attempt that failed, from 1
 * @param violations what Bean Validation refused
 * @param extensions further members of the problem, written beside the others
 */
@Schema(
    description = "RFC 9457 problem details; a kind of problem may have further members",
    requiredProperties = {"type", "title", "status"},
    additionalProperties = Schema.True.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "type",
  "title",
  "status",
  "detail",
  "instance",
  "retryable",
  "attempt",
  "violations"
})
public record Problem(
    @Schema(examples = "/problems/upstream-failed") String type,
    @Schema(examples = "The target answered with a failure") String title,
    @Schema(examples = "502") int status,
    @Nullable String detail,
    @Nullable String instance,
    @Nullable Boolean retryable,
    @Nullable Integer attempt,
    @Nullable List<Violation> violations,
    @Schema(hidden = true) @JsonAnySetter @JsonAnyGetter Map<String, Object> extensions) {

  /** Media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /**
   * One value that Bean Validation refused.
   *
   * @param field path of the value, e.g. {@code request.url}
   * @param message what it should have been
   */
  @Schema(requiredProperties = {"field", "message"})
  public record Violation(@JsonProperty("field") String field, String message) {}

  public Problem {
    violations = violations == null ? null : List.copyOf(violations);
    extensions =
        extensions == null
            ? Map.of()
            // Somebody else's problem may have members that are null, and order is kept.
            : Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
  }

  /** A problem of this kind. */
  public static Problem of(ProblemType kind, String detail) {
    return new Problem(
        kind.uri(),
        kind.title(),
        kind.status(),
        detail,
        null,
        kind.isRetryable(),
        null,
        null,
        Map.of());
  }

  /** The problem that a bare HTTP status stands for. */
  public static Problem ofStatus(int status, @Nullable String detail) {
    ProblemType kind = ProblemType.ofStatus(status);
    return new Problem(
        kind.uri(),
        kind.title(),
        status,
        detail,
        null,
        ProblemType.isRetryable(status),
        null,
        null,
        Map.of());
  }

  /** The same, about the attempt of a call; 0 if there was none. */
  public Problem about(String callUri, int attemptNumber) {
    return new Problem(
        type,
        title,
        status,
        detail,
        callUri,
        retryable,
        attemptNumber == 0 ? null : attemptNumber,
        violations,
        extensions);
  }

  /** The same, with what was refused. */
  public Problem withViolations(List<Violation> refused) {
    return new Problem(
        type, title, status, detail, instance, retryable, attempt, refused, extensions);
  }

  /** The same, but worth repeating or not. */
  public Problem withRetryable(boolean worthIt) {
    return new Problem(
        type, title, status, detail, instance, worthIt, attempt, violations, extensions);
  }

  /** The same, with one more member. */
  public Problem with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(extensions);
    more.put(name, value);
    return new Problem(type, title, status, detail, instance, retryable, attempt, violations, more);
  }
}
