package dev.raincheck.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Many calls that are to be stored together, all of them or none.
 *
 * @param calls at least one; their order is that of the results
 * @param awaiting when the batch has ended; all, if not given
 * @param failFast whether the first call that ends without a result cancels the others
 */
@Schema(
    description = "Many calls that are stored together, all of them or none",
    requiredProperties = "calls")
public record BatchRequest(
    List<Member> calls, @Schema(ref = "Awaiting") Awaiting awaiting, boolean failFast) {

  public BatchRequest {
    calls = calls == null ? List.of() : List.copyOf(calls);
    awaiting = awaiting == null ? Awaiting.ALL : awaiting;
  }

  /** One that ends when all of these calls have. */
  public static BatchRequest of(List<Member> calls) {
    return new BatchRequest(calls, Awaiting.ALL, false);
  }

  /** The same, ending when this is fulfilled. */
  public BatchRequest awaiting(Awaiting condition) {
    return new BatchRequest(calls, condition, failFast);
  }

  /** The same; the first call that ends without a result cancels the others. */
  public BatchRequest failingFast() {
    return new BatchRequest(calls, awaiting, true);
  }

  /**
   * One of the calls.
   *
   * @param procedure its name
   * @param input what the body of a request to the procedure would be. A procedure that has path,
   *     query, header or other parameters takes an object with their names instead, where the body,
   *     if there is one too, is {@code body}
   * @param priority 0 (first) to 7 (last); else that of the request
   * @param delay do not start before this much time has passed; else that of the request
   * @param timeout the whole budget of this call; else that of the request
   */
  @Schema(name = "BatchMember", requiredProperties = "procedure")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Member(
      @Schema(examples = "fetch") String procedure,
      @Schema(
              description =
                  "What the body of a request to the procedure would be. A procedure with path,"
                      + " query, header or other parameters takes an object with their names, where"
                      + " a body is `body`",
              examples = "{\"url\": \"http://localhost:8080/q/health\"}")
          // Kept as it came, to the last digit, until it is known what the procedure makes of it.
          @JsonDeserialize(as = TokenBuffer.class)
          @Nullable Object input,
      @Schema(minimum = "0", maximum = "7", examples = "3", nullable = true)
          @Nullable Integer priority,
      @Schema(examples = "10m", nullable = true) @Nullable String delay,
      @Schema(examples = "30s", nullable = true) @Nullable String timeout) {

    /** A call of this procedure with this input. */
    public static Member of(String procedure, @Nullable Object input) {
      return new Member(procedure, input, null, null, null);
    }
  }
}
