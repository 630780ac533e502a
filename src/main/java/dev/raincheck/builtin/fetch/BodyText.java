package dev.raincheck.builtin.fetch;

import dev.raincheck.contract.fetch.FetchResult;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes of a body in a form that JSON can carry without loss.
 *
 * @param encoding one of the constants of {@link FetchResult}
 */
record BodyText(String text, String encoding) {

  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s\";]+)", Pattern.CASE_INSENSITIVE);

  /**
   * Text, if the bytes are valid in the charset that the media type declares, UTF-8 if it declares
   * none; else base64. A NUL character counts as not valid: text does not have it, and not every
   * store takes it.
   *
   * @param contentType value of {@code Content-Type}, may be empty
   */
  static BodyText of(byte[] bytes, String contentType) {
    return charset(contentType)
        .flatMap(charset -> decoded(bytes, charset))
        .filter(text -> text.indexOf('\0') < 0)
        .map(text -> new BodyText(text, FetchResult.UTF_8))
        .orElseGet(() -> new BodyText(base64(bytes), FetchResult.BASE64));
  }

  private static Optional<Charset> charset(String contentType) {
    Matcher declared = CHARSET.matcher(contentType);
    if (!declared.find()) {
      return Optional.of(StandardCharsets.UTF_8);
    }
    try {
      return Optional.of(Charset.forName(declared.group(1)));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  private static Optional<String> decoded(byte[] bytes, Charset charset) {
    try {
      // A new decoder reports what it cannot decode, where new String would replace it.
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
