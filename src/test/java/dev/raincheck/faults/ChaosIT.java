package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.faults.history.Violation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Nothing is lost, done twice or told differently, whatever breaks. In its short form in every
 * build; {@code -Pfaults} runs only this, for as long as {@code raincheck.faults.seconds} says.
 */
class ChaosIT {
  private static final String PREFIX = "raincheck.faults.";
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
                seed,
                directory));

    System.out.println(verdict.figures());
    assertEquals(List.of(), verdict.leaks());
    assertEquals(
        "",
        verdict.violations().stream()
            .limit(SHOWN)
            .map(Violation::toString)
            .collect(Collectors.joining("\n")),
        () -> verdict.violations().size() + " violations; all that happened is in " + directory);
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
