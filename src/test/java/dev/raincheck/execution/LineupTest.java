package dev.raincheck.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.core.FakePolicies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineupTest {
  private final Lineup lineup = new Lineup(new FakePolicies(Map.of("a", 2, "b", 1)));
  private final Attempt first = Attempts.of("a");
  private final Attempt second = Attempts.of("a");
  private final Attempt third = Attempts.of("a");
  private final Attempt fourth = Attempts.of("a");

  private boolean enters(Attempt attempt) {
    return lineup.enter(() -> attempt).isPresent();
  }

  @Test
  void asManyRunAsTheConcurrencyAllows() {
    assertTrue(enters(first));
    assertTrue(enters(second));
    assertFalse(enters(third));
    assertTrue(enters(Attempts.of("b")), "another procedure has its own");
    assertEquals(List.of(third), lineup.withdraw(any -> true));
  }

  @Test
  void whoWaitsLongestIsNext() {
    List.of(first, second, third, fourth).forEach(this::enters);

    assertEquals(Optional.of(third), lineup.over(first));
    assertEquals(Optional.of(fourth), lineup.over(second));
    assertEquals(Optional.empty(), lineup.over(third));
    assertTrue(enters(Attempts.of("a")));
  }

  @Test
  void whoWasWithdrawnIsNotHandedOut() {
    List.of(first, second, third, fourth).forEach(this::enters);

    assertEquals(List.of(third), lineup.withdraw(any -> any == third));
    assertEquals(Optional.empty(), lineup.over(third));
    assertEquals(Optional.of(fourth), lineup.over(first));
    assertFalse(enters(Attempts.of("a")), "two run");
  }

  @Test
  void whoRunsIsNotWithdrawn() {
    List.of(first, second).forEach(this::enters);

    assertEquals(List.of(), lineup.withdraw(any -> true));
  }

  @Test
  void whoIsOverBeforeItBeganTakesNobodysPlace() {
    List.of(first, second, third, fourth).forEach(this::enters);

    assertEquals(Optional.empty(), lineup.over(third));
    assertEquals(Optional.of(fourth), lineup.over(first));
    assertFalse(enters(Attempts.of("a")), "two run");
  }
}
