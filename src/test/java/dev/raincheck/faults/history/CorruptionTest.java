package dev.raincheck.faults.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever the model draws is accepted, and whatever is broken in it is seen. */
class CorruptionTest {
  private static final int SEEDS = 200;

  private static History history(List<Entry> entries) {
    History history = new History();
    history.addAll(entries);
    return history;
  }

  @Test
  void whatTheModelDrawsIsAccepted() {
    for (long seed = 0; seed < SEEDS; seed++) {
      assertEquals(
          List.of(), Checker.check(history(Simulation.entries(seed))), "with the seed " + seed);
    }
  }

  @Test
  void whatIsBrokenIsSeen() {
    Set<Corruption> applied = EnumSet.noneOf(Corruption.class);
    for (long seed = 0; seed < SEEDS; seed++) {
      List<Entry> entries = Simulation.entries(seed);
      Random random = new Random(~seed);
      List<Corruption> shuffled = new ArrayList<>(List.of(Corruption.values()));
      Collections.shuffle(shuffled, random);
      for (Corruption corruption : shuffled) {
        Damage damage = new Damage(entries, random);
        if (corruption.apply(damage)) {
          applied.add(corruption);
          Set<Rule> broken =
              Checker.check(damage.history()).stream()
                  .map(Violation::rule)
                  .collect(Collectors.toSet());
          assertTrue(
              broken.contains(corruption.rule()),
              corruption + " with the seed " + seed + " breaks only " + broken);
          break;
        }
      }
    }
    assertEquals(EnumSet.allOf(Corruption.class), applied);
  }

  @Test
  void everyRuleCanBeBroken() {
    assertEquals(
        EnumSet.allOf(Rule.class),
        Arrays.stream(Corruption.values())
            .map(Corruption::rule)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class))));
  }
}
