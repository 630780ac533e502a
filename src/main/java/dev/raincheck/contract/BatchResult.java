package dev.raincheck.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a batch has come to.
 *
 * @param index place of the call in the batch, from 0
 * @param callId its id
 * @param state its state when this was read; null if it was deleted
 * @param status HTTP status of its result, 202 while there is none
 * @param contentType media type of its result; null without a body
 * @param body the result itself if that is JSON; else a string, as {@code bodyEncoding} says. A
 *     call that came to no result has its problem here
 * @param bodyEncoding {@value #UTF_8} if {@code body} is the text of the result, {@value #BASE64}
 *     if it is the base64 form of its bytes, null if it is JSON
 */
@Schema(
    description = "What one call of a batch has come to",
    requiredProperties = {"index", "callId", "state", "status"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BatchResult(
    @Schema(examples = "0") int index,
    @Schema(examples = "0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d") UUID callId,
    @Schema(nullable = true) @Nullable CallState state,
    @Schema(examples = "200") int status,
    @Schema(examples = "application/json") @Nullable String contentType,
    @Schema(description = "JSON as it is, else a string as bodyEncoding says")
        @Nullable Object body,
    @Schema(
            description = "utf-8: body is text. base64: it is base64 of bytes. Absent: it is JSON",
            enumeration = {BatchResult.UTF_8, BatchResult.BASE64})
        @Nullable String bodyEncoding) {

  /** The body is text. */
  public static final String UTF_8 = "utf-8";

  /** The body is base64 of the bytes. */
  public static final String BASE64 = "base64";
}
