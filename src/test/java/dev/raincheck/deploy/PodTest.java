package dev.raincheck.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.raincheck.docs.Project;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for the pods, whatever runs in them. */
class PodTest {
  private static final Pattern VARIABLE = Pattern.compile("\\b(?:QUARKUS|RAINCHECK)_[A-Z0-9_]+");
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>raincheck</artifactId>\\s*<version>([^<]+)<");

  @ParameterizedTest
  @ValueSource(strings = {Manifests.TRY, Manifests.PRODUCTION, Manifests.EXTERNAL_TLS})
  void noPodHasRightsThatItDoesNotNeed(String overlay) {
    for (JsonNode pod : pods(Manifests.of(overlay))) {
      assertFalse(pod.path("automountServiceAccountToken").asBoolean(true));
      assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean());
      assertNotEquals(0, pod.at("/securityContext/runAsUser").asInt());
      assertEquals("RuntimeDefault", pod.at("/securityContext/seccompProfile/type").asText());
      for (JsonNode container : pod.path("containers")) {
        JsonNode rights = container.path("securityContext");
        assertFalse(rights.path("allowPrivilegeEscalation").asBoolean(true));
        assertTrue(rights.path("readOnlyRootFilesystem").asBoolean());
        assertEquals("[\"ALL\"]", rights.at("/capabilities/drop").toString());
        assertTrue(rights.at("/capabilities/add").isMissingNode());
        assertTrue(container.at("/resources/limits/memory").isTextual());
        assertTrue(container.at("/resources/requests/memory").isTextual());
        assertTrue(container.at("/resources/requests/cpu").isTextual());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Manifests.TRY, Manifests.PRODUCTION})
  void theNamespaceRefusesPodsWithMoreRights(String overlay) {
    JsonNode namespace = Manifests.of(overlay).all("Namespace").get(0);
    assertEquals(
        "restricted",
        namespace.at("/metadata/labels/pod-security.kubernetes.io~1enforce").asText());
    Manifests.of(overlay).objects().stream()
        .filter(object -> object != namespace)
        .forEach(
            object ->
                assertEquals(
                    Manifests.name(namespace),
                    object.at("/metadata/namespace").asText(),
                    object.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {Manifests.TRY, Manifests.PRODUCTION, Manifests.EXTERNAL_TLS})
  void itsVariablesAreSettings(String overlay) {
    Map<String, String> environment = Manifests.of(overlay).environment();
    assertFalse(environment.isEmpty());
    assertEquals(List.of(), unknown(environment.keySet().stream()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "src/docs/kubernetes.md",
        "k8s/base/deployment.yaml",
        "k8s/components/external-postgresql/kustomization.yaml"
      })
  void theVariablesThatAreWrittenAboutAreSettings(String page) {
    assertEquals(
        List.of(), unknown(VARIABLE.matcher(Project.text(page)).results().map(hit -> hit.group())));
  }

  @ParameterizedTest
  @ValueSource(strings = {Manifests.TRY, Manifests.PRODUCTION})
  void itKnowsItsDatabase(String overlay) {
    Set<String> variables = Manifests.of(overlay).environment().keySet();
    assertTrue(
        variables.containsAll(
            Set.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                "QUARKUS_DATASOURCE_USERNAME",
                "QUARKUS_DATASOURCE_PASSWORD")),
        variables.toString());
  }

  /** What it takes values and files from is made by the same overlay, or by who is named here. */
  @ParameterizedTest
  @ValueSource(strings = {Manifests.TRY, Manifests.PRODUCTION, Manifests.EXTERNAL_TLS})
  void whatItRefersToIsThere(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    Set<String> there =
        Stream.concat(
                Stream.of("raincheck-database-app", "raincheck-database-ca")
                    .filter(byTheOperator -> !manifests.all("Cluster").isEmpty()),
                Stream.concat(
                    Stream.concat(
                        Stream.of("raincheck-api-keys")
                            .filter(byTheUser -> !overlay.equals(Manifests.TRY)),
                        Stream.of("raincheck-database", "raincheck-tls")
                            .filter(byTheUser -> overlay.equals(Manifests.EXTERNAL_TLS))),
                    manifests.objects().stream().map(Manifests::name)))
            .collect(Collectors.toSet());
    for (JsonNode pod : pods(manifests)) {
      Stream.of("configMapRef", "secretRef", "secretKeyRef")
          .flatMap(reference -> pod.findValues(reference).stream())
          .map(reference -> reference.path("name").asText())
          .forEach(name -> assertTrue(there.contains(name), name));
      pod.findValuesAsText("secretName").forEach(name -> assertTrue(there.contains(name), name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Manifests.TRY, Manifests.PRODUCTION, Manifests.EXTERNAL_TLS})
  void itsImageIsOfThisVersion(String overlay) {
    Matcher version = VERSION.matcher(Project.text("pom.xml"));
    assertTrue(version.find());
    assertEquals(
        "raincheck:" + version.group(1), Manifests.of(overlay).container().path("image").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {Manifests.PRODUCTION, Manifests.EXTERNAL_TLS})
  void onlyKnownCallersAreServed(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    Map<String, String> environment = manifests.environment();
    assertFalse(environment.containsKey("RAINCHECK_SECURITY_ANONYMOUS"));
    assertEquals(
        mount(manifests.container(), "api-keys") + "/api-keys.properties",
        environment.get("RAINCHECK_SECURITY_API_KEYS_FILE"));
  }

  @Test
  void everybodyMayTryItOut() {
    assertEquals(
        "true", Manifests.of(Manifests.TRY).environment().get("RAINCHECK_SECURITY_ANONYMOUS"));
  }

  @Test
  void httpsIsServedFromTheMountedSecret() {
    Manifests manifests = Manifests.of(Manifests.EXTERNAL_TLS);
    String mounted = mount(manifests.container(), "tls");
    Map<String, String> environment = manifests.environment();
    assertEquals(mounted + "/tls.crt", environment.get("QUARKUS_TLS_KEY_STORE_PEM__0__CERT"));
    assertEquals(mounted + "/tls.key", environment.get("QUARKUS_TLS_KEY_STORE_PEM__0__KEY"));
    assertTrue(environment.containsKey("QUARKUS_TLS_RELOAD_PERIOD"));
    // Quarkus' own default.
    assertEquals(8443, port(manifests.container(), "https"));
    assertEquals(
        "https",
        Manifests.items(manifests.one("Service", "raincheck").at("/spec/ports"))
            .filter(port -> port.path("port").asInt() == 443)
            .findFirst()
            .orElseThrow()
            .path("targetPort")
            .asText());
  }

  @Test
  void theDatabaseIsBelievedOnlyWithItsCertificate() {
    Manifests manifests = Manifests.of(Manifests.PRODUCTION);
    String authority = mount(manifests.container(), "database-ca") + "/ca.crt";
    Map<String, String> environment = manifests.environment();
    String jdbc = environment.get("QUARKUS_DATASOURCE_JDBC_URL");
    assertTrue(jdbc.endsWith("?sslmode=verify-full&sslrootcert=" + authority), jdbc);
    assertTrue(environment.get("QUARKUS_DATASOURCE_REACTIVE_URL").endsWith("?sslmode=verify-full"));
    assertEquals(
        authority, environment.get("QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS"));
    assertEquals(
        "HTTPS", environment.get("QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM"));
  }

  private static List<String> unknown(Stream<String> variables) {
    return variables.filter(variable -> !Variables.isSetting(variable)).toList();
  }

  private static String mount(JsonNode container, String volume) {
    return Manifests.items(container.path("volumeMounts"))
        .filter(mount -> mount.path("name").asText().equals(volume))
        // Files that are mounted one by one do not change with their Secret.
        .filter(mount -> !mount.has("subPath"))
        .findFirst()
        .orElseThrow()
        .path("mountPath")
        .asText();
  }

  private static int port(JsonNode container, String name) {
    return Manifests.items(container.path("ports"))
        .filter(port -> port.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow()
        .path("containerPort")
        .asInt();
  }

  private static List<JsonNode> pods(Manifests manifests) {
    return Stream.of("Deployment", "StatefulSet")
        .flatMap(kind -> manifests.all(kind).stream())
        .map(workload -> workload.at("/spec/template/spec"))
        .toList();
  }
}
