package dev.raincheck.contract.fetch;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request to send. What is not given gets its default; the bounds are checked by Bean
 * Validation, not by the constructor, so that one answer names everything that is wrong.
 *
 * @param url absolute http or https URL without user information; a fragment is not sent
 * @param method {@code GET} unless given; upper case
 * @param headers header names and values, none unless given. Those that describe the connection or
 *     the framing of the message ({@code Host}, {@code Connection}, {@code Content-Length}, {@code
 *     Transfer-Encoding} and the like) are refused: the service sets them itself
 * @param body text, sent as UTF-8; give a {@code Content-Type} with it. Nothing is sent if null
 */
@Schema(description = "An HTTP request to send")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FetchRequest(
    @Schema(
            description = "Absolute http or https URL without user information",
            examples = "http://localhost:8080/q/health")
        @NotNull
        @Size(max = 4096)
        @HttpUrl
        String url,
    @Schema(
            defaultValue = "GET",
            enumeration = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
        @Pattern(
            regexp = "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS",
            message = "must be GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS")
        String method,
    @Schema(description = "Headers, without those of the connection such as Host") @Size(max = 64)
        Map<
                @Pattern(
                    regexp = FetchRequest.HEADER_NAME,
                    message =
                        "must be the name of a header, and none that belongs to the connection")
                String,
                @NotNull @Size(max = 8192)
                @Pattern(regexp = FetchRequest.HEADER_VALUE, message = "must be printable text")
                String>
            headers,
    @Schema(description = "Text, sent as UTF-8") @Size(max = 1_048_576) @Nullable String body) {

  /** A token of RFC 9110 that is not the name of a header of the connection or of the framing. */
  static final String HEADER_NAME =
      "(?!(?i:host|content-length|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect"
          + "|http2-settings|proxy-.*)$)"
          + "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}";

  /** Text without control characters but the tab; only what one byte can carry. */
  static final String HEADER_VALUE = "[\\t\\x20-\\x7e\\xa0-\\xff]*";

  public FetchRequest {
    method = method == null ? "GET" : method;
    // Not Map.copyOf, which loses the order and refuses the null that validation is to report.
    headers =
        headers == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** A {@code GET} without headers. */
  public static FetchRequest get(String url) {
    return new FetchRequest(url, "GET", Map.of(), null);
  }
}
