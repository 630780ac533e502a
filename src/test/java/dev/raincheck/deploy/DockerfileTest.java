package dev.raincheck.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.raincheck.docs.Project;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileTest {
  private static final String FOLDER = "src/main/docker/";
  private static final Set<String> INSTRUCTIONS =
      Set.of("ARG", "FROM", "WORKDIR", "COPY", "USER", "EXPOSE", "ENTRYPOINT");

  /** RUN would need a shell in the base, and a builder that can run it. */
  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void nothingRunsWhileItIsBuilt(String file) {
    for (String line : lines(file)) {
      assertTrue(INSTRUCTIONS.contains(line.split(" ")[0]), line);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void theBaseIsAnArgument(String file) {
    assertEquals(List.of("${BASE_IMAGE}"), arguments(file, "FROM"));
    assertTrue(arguments(file, "ARG").get(0).startsWith("BASE_IMAGE="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void itsUserIsThatOfTheManifests(String file) {
    JsonNode security = Manifests.of(Manifests.PRODUCTION).pod().path("securityContext");
    String user = security.path("runAsUser").asText() + ":" + security.path("runAsGroup").asText();
    assertEquals(List.of(user), arguments(file, "USER"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void itsPortsAreThoseOfTheManifests(String file) {
    List<String> ports =
        Manifests.of(Manifests.EXTERNAL_TLS).container().findValuesAsText("containerPort");
    assertEquals(Set.copyOf(ports), Set.of(arguments(file, "EXPOSE").get(0).split(" ")));
  }

  @ParameterizedTest
  @CsvSource({
    "Dockerfile.native, /opt/raincheck/raincheck",
    "Dockerfile.jvm, /opt/raincheck/quarkus-run.jar"
  })
  void whatItStartsWasCopiedAndNeedsNoShell(String file, String started) {
    String entry = arguments(file, "ENTRYPOINT").get(0);
    assertTrue(entry.startsWith("[\"") && entry.endsWith("\"" + started + "\"]"), entry);
    assertTrue(
        arguments(file, "COPY").stream()
            .map(copy -> copy.split(" "))
            .anyMatch(
                copy -> {
                  String from = copy[copy.length - 2];
                  String to = copy[copy.length - 1];
                  String name = from.substring(from.lastIndexOf('/') + 1);
                  return started.equals(to) || started.equals(to + name);
                }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void whatItCopiesIsNotLeftOut(String file) {
    List<String> sent =
        Project.text(".dockerignore")
            .lines()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1).replace("*", ""))
            .toList();
    for (String copy : arguments(file, "COPY")) {
      String[] words = copy.split(" ");
      String source = words[words.length - 2].replace("*", "");
      assertTrue(sent.stream().anyMatch(known -> covers(known, source)), copy);
    }
    assertFalse(sent.isEmpty());
  }

  private static boolean covers(String known, String source) {
    return known.endsWith("/") ? source.startsWith(known) : source.equals(known);
  }

  private static List<String> arguments(String file, String instruction) {
    return lines(file).stream()
        .filter(line -> line.startsWith(instruction + " "))
        .map(line -> line.substring(instruction.length() + 1))
        .toList();
  }

  private static List<String> lines(String file) {
    return Project.text(FOLDER + file)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }
}
