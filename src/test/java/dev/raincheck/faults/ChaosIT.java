package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.faults.history.Checker;
import dev.raincheck.faults.history.History;
import dev.raincheck.faults.history.Report;
import dev.raincheck.faults.history.Violation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Nothing is lost, done twice or told differently, whatever breaks. In its short form in every
 * build; {@code -Pfaults} runs only this, for as long as {@code raincheck.faults.seconds} says.
 */
class ChaosIT {
  private static final String PREFIX = "raincheck.faults.";
  private static final String HISTORY = PREFIX + "history";
  private static final int SHOWN = 50;

  @Test
  void everyPromiseIsKept() throws Exception {
    int seed = Integer.getInteger(PREFIX + "seed", 1);
    Path directory = Path.of("target", "faults", "seed-" + seed).toAbsolutePath();
    delete(directory);

    Chaos.Verdict verdict =
        Chaos.run(
            new Chaos.Settings(
                Integer.getInteger(PREFIX + "replicas", 3),
                Duration.ofSeconds(Integer.getInteger(PREFIX + "seconds", 20)),
                Integer.getInteger(PREFIX + "requests", 150),
                seed,
                directory));

    System.out.println(verdict.figures());
    assertEquals(List.of(), verdict.leaks());
    assertNone(verdict.violations());
    assertFalse(verdict.report().faults().isEmpty(), "nothing was broken");
    assertTrue(verdict.report().calls().getOrDefault("SUCCEEDED", 0L) > 0, "nothing was done");
  }

  @Test
  @EnabledIfSystemProperty(named = HISTORY, matches = ".+")
  void aHistoryIsCheckedAgain() throws Exception {
    History history = History.read(Path.of(System.getProperty(HISTORY)));
    List<Violation> violations = Checker.check(history);
    System.out.println(Report.of(history, violations).table());
    assertNone(violations);
  }

  private static void assertNone(List<Violation> violations) {
    assertEquals(
        "",
        violations.stream().limit(SHOWN).map(Violation::toString).collect(Collectors.joining("\n")),
        () -> violations.size() + " violations");
  }

  private static void delete(Path directory) throws Exception {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
