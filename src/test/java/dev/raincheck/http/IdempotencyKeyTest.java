package dev.raincheck.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.raincheck.contract.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "abc|abc",
        "\"abc\"|abc",
        "' abc '|abc",
        "\"a b\"|a b",
        "a b|a b",
        "\"a\\\\b\\\"c\"|a\\b\"c",
        "\"abc\";p=1|abc",
        "\"abc\" ; p|abc",
        "a\"b|a\"b",
        "a\\b|a\\b",
        "~!#$%&()*+,-./:;<=>?@[]^_{}|~!#$%&()*+,-./:;<=>?@[]^_{}"
      },
      delimiter = '|')
  void keysAreReadQuotedOrBare(String header, String key) {
    assertEquals(key, IdempotencyKey.parse(header));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\"\"",
        "\"",
        "\"abc",
        "\"a\"b\"",
        "\"a\\x\"",
        "\"a\"x",
        "caf\u00e9",
        "\"caf\u00e9\"",
        "a\tb",
        "a\u0000b",
        "\"a\u007f\""
      })
  void whatIsNoKeyIsRefused(String header) {
    refused(header);
  }

  @Test
  void theLengthIsThatOfTheKeyItself() {
    String longest = "k".repeat(255);
    assertEquals(longest, IdempotencyKey.parse(longest));
    assertEquals(longest, IdempotencyKey.parse('"' + longest + '"'));
    assertEquals("\"".repeat(255), IdempotencyKey.parse('"' + "\\\"".repeat(255) + '"'));
    refused(longest + "k");
    refused('"' + longest + "k\"");
  }

  @Test
  void aLongHeaderDoesNoHarm() {
    refused('"' + "k".repeat(16_000) + '"');
    refused('"' + "\\\"".repeat(8_000));
  }

  private static void refused(String header) {
    ProblemException refused =
        assertThrows(ProblemException.class, () -> IdempotencyKey.parse(header));
    assertEquals(400, refused.problem().status());
  }
}
