package dev.raincheck.docs;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests, held to the service that runs here. */
@QuarkusTest
class KubernetesBaseTest {
  private static final Pattern VARIABLE = Pattern.compile("\\b(?:QUARKUS|RAINCHECK)_[A-Z_]+");

  @Inject Config config;

  @ParameterizedTest
  @ValueSource(strings = {"startupProbe", "livenessProbe", "readinessProbe"})
  void probesAreAnswered(String probe) {
    JsonNode get = container().at("/" + probe + "/httpGet");
    assertEquals("http", get.path("port").asText());
    given().get(get.path("path").asText()).then().statusCode(200);
  }

  @Test
  void theServiceLeadsToThePortOnWhichItListens() {
    // Quarkus' own default, which no setting of the service changes.
    assertEquals(8080, container().at("/ports/0/containerPort").asInt());
    assertFalse(
        Project.text("src/main/resources/META-INF/microprofile-config.properties")
            .contains("quarkus.http.port"));
    JsonNode exposed = yaml("service").at("/spec/ports/0");
    assertEquals(80, exposed.path("port").asInt());
    assertEquals(container().at("/ports/0/name"), exposed.path("targetPort"));
  }

  @Test
  void variablesAreSettings() {
    Set<String> settings =
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
            .map(name -> name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet());
    Set<String> used =
        VARIABLE
            .matcher(Project.text("k8s/base/deployment.yaml") + Project.readme())
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet());
    assertTrue(used.contains("QUARKUS_DATASOURCE_PASSWORD"));
    assertTrue(settings.containsAll(used), () -> used + " are not all settings");
  }

  @Test
  void aPodHasTheTimeToDrain() {
    Duration drain =
        seconds("raincheck.execution.drain-grace")
            .plus(seconds("raincheck.execution.stop-grace").multipliedBy(3));
    int granted = pod().path("terminationGracePeriodSeconds").asInt();
    assertTrue(granted > drain.toSeconds(), granted + " s");
  }

  @Test
  void thePodHasNoRightsThatItDoesNotNeed() {
    JsonNode rights = container().path("securityContext");
    assertFalse(rights.path("allowPrivilegeEscalation").asBoolean(true));
    assertTrue(rights.path("readOnlyRootFilesystem").asBoolean());
    assertEquals("ALL", rights.at("/capabilities/drop/0").asText());
    assertTrue(pod().at("/securityContext/runAsNonRoot").asBoolean());
    assertEquals("RuntimeDefault", pod().at("/securityContext/seccompProfile/type").asText());
    assertFalse(pod().path("automountServiceAccountToken").asBoolean(true));
  }

  private Duration seconds(String name) {
    return config.getValue(name, Duration.class);
  }

  private static JsonNode container() {
    return pod().at("/containers/0");
  }

  private static JsonNode pod() {
    return yaml("deployment").at("/spec/template/spec");
  }

  private static JsonNode yaml(String name) {
    try {
      return new ObjectMapper(new YAMLFactory())
          .readTree(Project.text("k8s/base/" + name + ".yaml"));
    } catch (IOException malformed) {
      throw new AssertionError(malformed);
    }
  }
}
