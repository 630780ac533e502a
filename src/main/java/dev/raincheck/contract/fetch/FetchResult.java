package dev.raincheck.contract.fetch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a target answered.
 *
 * @param url URL that gave the answer, after redirects
 * @param status HTTP status; a redirect's only if it could not be followed any further
 * @param headers the answer's headers: names in lower case, several values of one name joined by
 *     {@code ", "}
 * @param body the answer's body, empty if it had none, decompressed if it was compressed
 * @param bodyEncoding {@value #UTF_8} if {@code body} is the text itself: the bytes were valid in
 *     the charset that the target declared (UTF-8 if it declared none) and had no NUL character.
 *     Else {@value #BASE64}: {@code body} is the base64 form (RFC 4648, with padding) of the bytes
 * @param elapsedMs milliseconds from the start of the attempt to the last byte, redirects included
 */
@Schema(
    description = "What the target answered",
    requiredProperties = {"url", "status", "headers", "body", "bodyEncoding", "elapsedMs"})
public record FetchResult(
    @Schema(
            description = "URL that gave the answer, after redirects",
            examples = "http://localhost:8080/q/health")
        String url,
    @Schema(examples = "200") int status,
    @Schema(description = "Names in lower case; several values joined by a comma")
        Map<String, String> headers,
    @Schema(description = "Text, or base64 of the bytes, as bodyEncoding says") String body,
    @Schema(
            description = "utf-8: body is text. base64: the bytes were not valid text",
            enumeration = {FetchResult.UTF_8, FetchResult.BASE64})
        String bodyEncoding,
    @Schema(description = "Milliseconds, redirects included", examples = "3.2") double elapsedMs) {

  /** The body is text. */
  public static final String UTF_8 = "utf-8";

  /** The body is base64 of the bytes. */
  public static final String BASE64 = "base64";

  public FetchResult {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(bodyEncoding, "bodyEncoding");
    headers =
        headers == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    body = body == null ? "" : body;
  }
}
