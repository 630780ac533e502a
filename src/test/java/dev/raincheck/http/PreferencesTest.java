package dev.raincheck.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.raincheck.contract.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wait=10",
        "WAIT=10",
        " wait = 10 ",
        "wait=\"10\"",
        "wait=10; foo=bar",
        "respond-async, wait=10",
        "respond-async,wait=10,handling=lenient",
        "foo=\"a, wait=5\", wait=10",
        "wait=10, wait=20",
        "wait=010"
      })
  void tenSecondsAreWished(String header) {
    assertEquals(Optional.of(Duration.ofSeconds(10)), Preferences.wait(List.of(header)));
  }

  @Test
  void severalHeadersAreOneList() {
    assertEquals(
        Optional.of(Duration.ofSeconds(3)),
        Preferences.wait(List.of("respond-async", "wait=3", "wait=4")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",", ";", "=", "respond-async", "waiting=3", "x;wait=3", "a=\"wait=3"})
  void everythingElseIsIgnored(String header) {
    assertEquals(Optional.empty(), Preferences.wait(List.of(header)));
    assertEquals(Optional.empty(), Preferences.wait(List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wait",
        "wait=",
        "wait=\"\"",
        "wait=-1",
        "wait=1.5",
        "wait=10s",
        "wait=1e3",
        "wait=9999999999",
        "wait=\u0661",
        "wait=1=2",
        "wait=\"1"
      })
  void whatIsNoNumberOfSecondsIsRefused(String header) {
    ProblemException refused =
        assertThrows(ProblemException.class, () -> Preferences.wait(List.of(header)));
    assertEquals(400, refused.problem().status());
  }

  @Test
  void aLongHeaderDoesNoHarm() {
    for (String filler : List.of("a=\"" + ",".repeat(20_000) + '"', ",\"\"".repeat(10_000))) {
      assertEquals(
          Optional.of(Duration.ofSeconds(1)), Preferences.wait(List.of(filler + ", wait=1")));
    }
  }
}
