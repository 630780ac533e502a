package dev.raincheck.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.core.CallEvent;
import dev.raincheck.core.FakePolicies;
import dev.raincheck.core.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AheadTest {
  private static final Duration MOMENT = Duration.ofMillis(20);
  private final Ahead ahead = new Ahead(new FakePolicies(Map.of("a", 8, "b", 8)), MOMENT);

  private void ran(String procedure, Duration duration) {
    ahead.on(new CallEvent.AttemptOver(procedure, new Outcome.Cancelled(), duration));
  }

  @Test
  void nothingIsClaimedAheadOfWhatIsNotKnown() {
    assertEquals(0, ahead.allowance("a"));
  }

  @Test
  void shortWorkIsClaimedForSomeRounds() {
    ran("a", Duration.ofMillis(10));

    assertEquals(16, ahead.allowance("a"));
    assertEquals(0, ahead.allowance("b"));
  }

  @Test
  void neverForMoreThanFourRounds() {
    ran("a", Duration.ofNanos(1));

    assertEquals(32, ahead.allowance("a"));
  }

  @Test
  void longWorkIsLeftToOthers() {
    ran("a", Duration.ofSeconds(1));

    assertEquals(0, ahead.allowance("a"));
  }

  @Test
  void theMeanFollowsTheLatestAttempts() {
    ran("a", Duration.ofSeconds(1));
    for (int i = 0; i < 200; i++) {
      ran("a", Duration.ofMillis(1));
    }

    assertEquals(32, ahead.allowance("a"));
  }

  @Test
  void whatNeverRanDoesNotCount() {
    ahead.on(
        new CallEvent.AttemptOver("a", new Outcome.NotRun(Duration.ZERO), Duration.ofNanos(1)));

    assertEquals(0, ahead.allowance("a"));
  }

  @Test
  void whatHadToWaitIsNotThatShort() {
    ran("a", Duration.ofNanos(1));
    ahead.waited("a", Duration.ofSeconds(1));

    assertTrue(ahead.allowance("a") <= 1);
  }

  @Test
  void aMomentOfNothingClaimsNothingAhead() {
    Ahead none = new Ahead(new FakePolicies(Map.of("a", 8)), Duration.ZERO);
    none.on(new CallEvent.AttemptOver("a", new Outcome.Cancelled(), Duration.ofNanos(1)));

    assertEquals(0, none.allowance("a"));
  }
}
