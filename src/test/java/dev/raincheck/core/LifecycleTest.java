package dev.raincheck.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.Lifecycle.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every outcome, at every attempt, of every budget; and whole lives of calls, by seed. */
class LifecycleTest {
  private static final StoredResponse RESPONSE =
      new StoredResponse(503, null, Map.of(), new byte[0]);

  private static final Outcome SUCCEEDED = new Outcome.Succeeded(RESPONSE);
  private static final Outcome RETRYABLE =
      new Outcome.Failed(RESPONSE, "It did not work", true, Optional.empty());
  private static final Outcome REFUSED =
      new Outcome.Failed(RESPONSE, "It never will", false, Optional.empty());
  private static final Outcome NOT_RUN = new Outcome.NotRun(Duration.ofSeconds(7));
  private static final Outcome DRAINED = new Outcome.Drained();

  private static final List<Outcome> ALL =
      List.of(
          SUCCEEDED,
          RETRYABLE,
          REFUSED,
          NOT_RUN,
          DRAINED,
          new Outcome.Cancelled(),
          new Outcome.Expired(),
          new Outcome.Abandoned());

  /** Draws the largest delay that is allowed. */
  private static final RandomGenerator LARGEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          throw new UnsupportedOperationException();
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  private static Policy policy(int maxAttempts) {
    return new Policy(
        maxAttempts,
        new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(1)),
        Duration.ofMinutes(5),
        1,
        0,
        Duration.ZERO,
        Optional.empty());
  }

  private static Step after(Outcome outcome, int attempt, int maxAttempts) {
    return Lifecycle.after(outcome, attempt, maxAttempts, policy(5), LARGEST);
  }

  @Test
  void everyOutcomeLeadsWhereItMust() {
    for (int maxAttempts = 1; maxAttempts <= 12; maxAttempts++) {
      for (int attempt = 1; attempt <= maxAttempts; attempt++) {
        for (Outcome outcome : ALL) {
          assertEquals(
              expected(outcome, attempt, maxAttempts),
              kind(after(outcome, attempt, maxAttempts)),
              outcome + " of attempt " + attempt + " of " + maxAttempts);
        }
      }
    }
  }

  private static String expected(Outcome outcome, int attempt, int maxAttempts) {
    if (outcome == RETRYABLE && attempt < maxAttempts) {
      return "SPENT";
    } else if (outcome instanceof Outcome.Failed) {
      return "FAILED";
    } else if (outcome == NOT_RUN) {
      return "NOT_RUN";
    } else if (outcome == DRAINED) {
      return "REPAID";
    } else if (outcome instanceof Outcome.Abandoned) {
      return "nothing";
    }
    return outcome.getClass().getSimpleName().toUpperCase(Locale.ROOT);
  }

  private static String kind(Step step) {
    if (step instanceof Step.End end) {
      assertTrue(end.state().isFinal());
      return end.state().name();
    }
    return step instanceof Step.Requeue requeue ? requeue.effect().name() : "nothing";
  }

  @Test
  void whatDidNotRunWaitsAsLongAsItSays() {
    Step.Requeue step = assertInstanceOf(Step.Requeue.class, after(NOT_RUN, 5, 5));
    assertEquals(Duration.ofSeconds(7), step.delay());
  }

  @Test
  void whatWasDrainedStartsAtOnceEvenAtItsLastAttempt() {
    Step.Requeue step = assertInstanceOf(Step.Requeue.class, after(DRAINED, 5, 5));
    assertEquals(Duration.ZERO, step.delay());
  }

  private static Duration delay(int attempt, int maxAttempts) {
    return assertInstanceOf(Step.Requeue.class, after(RETRYABLE, attempt, maxAttempts)).delay();
  }

  @Test
  void theBackOffDoubles() {
    assertEquals(Duration.ofSeconds(1), delay(1, 5));
    assertEquals(Duration.ofSeconds(2), delay(2, 5));
    assertEquals(Duration.ofSeconds(4), delay(3, 5));
    assertEquals(Duration.ofSeconds(8), delay(4, 5));
  }

  @Test
  void anExplicitRetryStartsTheBackOffAnew() {
    for (int earlier = 1; earlier <= 50; earlier++) {
      int maxAttempts = earlier + 5;
      assertEquals(Duration.ofSeconds(1), delay(earlier + 1, maxAttempts));
      assertEquals(Duration.ofSeconds(8), delay(earlier + 4, maxAttempts));
    }
  }

  @Test
  void aSmallerBudgetThanThePolicysIsNoReasonToWaitLonger() {
    // The call was stored when the procedure allowed fewer attempts.
    for (int maxAttempts = 2; maxAttempts < 5; maxAttempts++) {
      assertTrue(delay(1, maxAttempts).compareTo(Duration.ofMinutes(1)) <= 0);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void noLifeHasMoreAttemptsThanItsBudget(long seed) {
    Random random = new Random(seed);
    for (int life = 0; life < 1_000; life++) {
      int budget = 1 + random.nextInt(6);
      live(random, budget);
    }
  }

  /** Plays the store: the same arithmetic as its statements. */
  private static void live(Random random, int budget) {
    int attempt = 0;
    int maxAttempts = budget;
    int counted = 0;
    List<Integer> numbers = new ArrayList<>();
    for (int step = 0; step < 100; step++) {
      attempt++;
      numbers.add(attempt);
      assertTrue(attempt <= maxAttempts, () -> "attempts " + numbers + " of a budget of " + budget);
      Outcome outcome = ALL.get(random.nextInt(ALL.size()));
      Step next = Lifecycle.after(outcome, attempt, maxAttempts, policy(budget), random);
      if (!(next instanceof Step.Requeue requeue)) {
        if (next instanceof Step.End end && end.state() == CallState.FAILED) {
          assertTrue(outcome == REFUSED || counted + 1 == budget, "it failed too early");
        }
        return;
      }
      assertTrue(!requeue.delay().isNegative());
      switch (requeue.effect()) {
        case SPENT -> counted++;
        case NOT_RUN -> attempt--;
        case REPAID -> maxAttempts++;
      }
      assertTrue(counted < budget);
    }
  }

  @ParameterizedTest
  @EnumSource(CallState.class)
  void onlyEndsWithoutAResultAreLeftByARetry(CallState state) {
    assertEquals(state.isFinal() && state != CallState.SUCCEEDED, Lifecycle.mayRetry(state));
  }

  @ParameterizedTest
  @EnumSource(CallState.class)
  void anEndWithoutAnAnswerHasAProblem(CallState state) {
    Map<CallState, Integer> expected = Map.of(CallState.CANCELLED, 410, CallState.EXPIRED, 504);
    assertEquals(
        Optional.ofNullable(expected.get(state)),
        Lifecycle.problemOf(state, Optional.empty()).map(Problem::status));
  }

  @ParameterizedTest
  @EnumSource(
      value = ProblemType.class,
      names = {"CRASHED", "RESULT_NOT_ENCODABLE"})
  void aFailureThatNoProcedureHasPutIntoWordsHasAProblem(ProblemType kind) {
    Optional<Call.Failure> failure = Optional.of(new Call.Failure(500, kind.title()));
    assertEquals(
        Optional.of(kind.uri()), Lifecycle.problemOf(CallState.FAILED, failure).map(Problem::type));
    assertEquals(Optional.empty(), Lifecycle.problemOf(CallState.SUCCEEDED, failure));
  }

  @ParameterizedTest
  @EnumSource(CallState.class)
  void onlyAFinalStateIsAnEnd(CallState state) {
    if (!state.isFinal()) {
      assertThrows(IllegalArgumentException.class, () -> new Step.End(state, SUCCEEDED));
    }
  }
}
