package dev.raincheck.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** How long is waited between requests. */
class PatienceTest {

  @RepeatedTest(50)
  void failuresBackOffBetweenTheHalfAndTheWhole(RepetitionInfo repetition) {
    Patience patience = new Patience(new SplittableRandom(repetition.getCurrentRepetition()));
    for (long whole = 100; whole < 100_000; whole *= 2) {
      long bound = Math.min(whole, 10_000);
      long millis = patience.afterFailure(Optional.empty()).toMillis();
      assertTrue(millis >= bound / 2 && millis <= bound, millis + " of " + bound);
    }
  }

  @Test
  void theServersAdviceIsALowerBound() {
    Patience patience = new Patience(new SplittableRandom(1));
    long millis = patience.afterFailure(Optional.of(Duration.ofSeconds(30))).toMillis();
    assertTrue(millis >= 30_000 && millis <= 36_000, millis + " ms");
  }

  @Test
  void aServerThatHeldTheRequestIsAskedAgainAtOnce() {
    Patience patience = new Patience(new SplittableRandom(1));
    Duration held = Duration.ofSeconds(19);
    Duration pause =
        patience.afterNotYet(
            Optional.of(Duration.ofSeconds(20)), held, Optional.of(Duration.ofSeconds(5)));
    assertTrue(pause.toMillis() <= 50, pause::toString);
  }

  @Test
  void oneThatDidNotSaysWhen() {
    Patience patience = new Patience(new SplittableRandom(1));
    Duration held = Duration.ofMillis(5);
    long soon =
        patience.afterNotYet(Optional.empty(), held, Optional.of(Duration.ofSeconds(2))).toMillis();
    assertTrue(soon >= 2_000 && soon <= 2_400, soon + " ms");
    long late =
        patience.afterNotYet(Optional.empty(), held, Optional.of(Duration.ofHours(1))).toMillis();
    assertTrue(late >= 10_000 && late <= 12_000, late + " ms");
  }

  @Test
  void anAnswerEndsTheBackOff() {
    Patience patience = new Patience(new SplittableRandom(1));
    for (int i = 0; i < 10; i++) {
      patience.afterFailure(Optional.empty());
    }
    patience.afterNotYet(Optional.empty(), Duration.ZERO, Optional.empty());
    assertTrue(patience.afterFailure(Optional.empty()).toMillis() <= 100);
  }

  @Test
  void theSplitOfTheTimeAddsUp() {
    TimeSplit split =
        TimeSplit.of(
            Duration.ofMillis(100), "queue;dur=4.1, run;dur=20.0, store;dur=1.2, other;dur=9");
    assertEquals(Duration.ofNanos(4_100_000), split.queue());
    assertEquals(Duration.ofMillis(20), split.run());
    assertEquals(Duration.ofNanos(1_200_000), split.store());
    assertEquals(Duration.ofNanos(74_700_000), split.communication());
    assertEquals(Duration.ZERO, TimeSplit.of(Duration.ofMillis(1), "run;dur=2.0").communication());
    assertEquals(Duration.ofMillis(1), TimeSplit.of(Duration.ofMillis(1), "").communication());
  }
}
