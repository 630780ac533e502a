package dev.raincheck.builtin.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "text/html", "application/octet-stream", "text/plain; charset=UTF-8"})
  void validUtf8IsText(String contentType) {
    byte[] bytes = "Grüße 🌧".getBytes(StandardCharsets.UTF_8);
    assertEquals(new BodyText("Grüße 🌧", "utf-8"), BodyText.of(bytes, contentType));
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain; charset=ISO-8859-1, ISO-8859-1",
    "text/plain;CHARSET=\"iso-8859-1\";x=y, ISO-8859-1",
    "text/plain; format=flowed; charset = utf-16, UTF-16",
  })
  void goesByTheDeclaredCharset(String contentType, String charset) throws Exception {
    assertEquals(
        new BodyText("Grüße", "utf-8"), BodyText.of("Grüße".getBytes(charset), contentType));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text/plain", "text/plain; charset=us-ascii", "image/png"})
  void otherBytesAreBase64(String contentType) {
    byte[] bytes = {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff};
    assertEquals(
        new BodyText(Base64.getEncoder().encodeToString(bytes), "base64"),
        BodyText.of(bytes, contentType));
  }

  @Test
  void anUnknownCharsetIsBase64() {
    assertEquals(
        new BodyText("aGk=", "base64"),
        BodyText.of("hi".getBytes(StandardCharsets.UTF_8), "text/plain; charset=klingon"));
  }

  @Test
  void nulIsNotText() {
    assertEquals(new BodyText("YQBi", "base64"), BodyText.of(new byte[] {'a', 0, 'b'}, ""));
  }

  @Test
  void nothingIsEmptyText() {
    assertEquals(new BodyText("", "utf-8"), BodyText.of(new byte[0], "image/png"));
  }
}
