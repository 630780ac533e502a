package dev.raincheck.deploy;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.empty;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.raincheck.docs.Project;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests, held to the service that runs here. */
@QuarkusTest
class ClusterTest {
  private static final Manifests PRODUCTION = Manifests.of(Manifests.PRODUCTION);

  @Inject Config config;
  @Inject AgroalDataSource database;

  @ParameterizedTest
  @ValueSource(strings = {"startupProbe", "livenessProbe", "readinessProbe"})
  void probesAreAnswered(String probe) {
    JsonNode get = PRODUCTION.container().at("/" + probe + "/httpGet");
    assertEquals("http", get.path("port").asText());
    given().get(get.path("path").asText()).then().statusCode(200);
  }

  @Test
  void livenessDependsOnNothing() {
    String path = PRODUCTION.container().at("/livenessProbe/httpGet/path").asText();
    given().get(path).then().body("checks", empty());
  }

  @Test
  void theServiceLeadsToThePortOnWhichItListens() {
    JsonNode port = PRODUCTION.container().at("/ports/0");
    // Quarkus' own default, which no setting of the service changes.
    assertEquals(8080, port.path("containerPort").asInt());
    assertFalse(
        Project.text("src/main/resources/META-INF/microprofile-config.properties")
            .contains("quarkus.http.port"));
    JsonNode exposed = PRODUCTION.one("Service", "raincheck").at("/spec/ports/0");
    assertEquals(port.path("name"), exposed.path("targetPort"));
    Manifests.items(PRODUCTION.one("HTTPRoute", "raincheck").at("/spec/rules"))
        .forEach(rule -> assertEquals(exposed.path("port"), rule.at("/backendRefs/0/port")));
  }

  @Test
  void aPodHasTheTimeToDrain() {
    int untilNobodySends = PRODUCTION.container().at("/lifecycle/preStop/sleep/seconds").asInt();
    assertTrue(untilNobodySends > 0);
    Duration drain =
        duration("raincheck.execution.drain-grace")
            .plus(duration("raincheck.execution.stop-grace").multipliedBy(3))
            .plus(duration("raincheck.http.close-grace"))
            .plusSeconds(untilNobodySends);
    int granted = PRODUCTION.pod().path("terminationGracePeriodSeconds").asInt();
    assertTrue(granted > drain.toSeconds(), granted + " s");
  }

  @Test
  void aRolloutTakesNobodyAwayBeforeTheNextIsReady() {
    JsonNode update = PRODUCTION.one("Deployment", "raincheck").at("/spec/strategy/rollingUpdate");
    assertEquals(0, update.path("maxUnavailable").asInt(-1));
    assertTrue(update.path("maxSurge").asInt() > 0);
  }

  @Test
  void theRouteLeadsToWhatCallersNeedAndNotToMetrics() {
    List<String> prefixes =
        PRODUCTION.one("HTTPRoute", "raincheck").findValues("path").stream()
            .map(path -> path.path("value").asText())
            .toList();
    JsonNode api = Manifests.parse(Project.text("src/docs/openapi.yaml")).get(0);
    api.path("paths")
        .fieldNames()
        .forEachRemaining(
            path ->
                assertTrue(
                    prefixes.stream().anyMatch(prefix -> (path + "/").startsWith(prefix + "/")),
                    path));
    assertTrue(prefixes.stream().noneMatch("/q/"::startsWith), prefixes.toString());
  }

  @Test
  void theRouteWaitsLongerThanTheServiceDoes() {
    Duration longest = duration("raincheck.delivery.max-wait");
    List<JsonNode> timeouts =
        PRODUCTION.one("HTTPRoute", "raincheck").findValues("timeouts").stream()
            .flatMap(Manifests::items)
            .toList();
    assertFalse(timeouts.isEmpty());
    for (JsonNode timeout : timeouts) {
      Duration granted = Duration.parse("PT" + timeout.asText());
      assertTrue(granted.isZero() || granted.compareTo(longest) > 0, timeout.asText());
    }
  }

  @Test
  void metricsAreWhereTheyAreLookedFor() {
    JsonNode endpoint = PRODUCTION.one("ServiceMonitor", "raincheck").at("/spec/endpoints/0");
    given().get(endpoint.path("path").asText()).then().statusCode(200);
    assertEquals(
        PRODUCTION.one("Service", "raincheck").at("/spec/ports/0/name"), endpoint.path("port"));
  }

  @Test
  void theScalerCountsCallsThatRunOrCould() throws SQLException {
    String query = PRODUCTION.one("ScaledObject", "raincheck").findValue("query").asText();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertTrue(rows.next());
      assertTrue(rows.getLong(1) >= 0);
      assertFalse(rows.next());
    }
  }

  @Test
  void theDatabaseHasConnectionsForAllReplicas() {
    JsonNode scaler = PRODUCTION.one("ScaledObject", "raincheck").path("spec");
    assertEquals(3, scaler.path("minReplicaCount").asInt());
    int ofOne =
        config.getValue("quarkus.datasource.reactive.max-size", Integer.class)
            + config.getValue("quarkus.datasource.jdbc.max-size", Integer.class);
    // In a rollout, all that end may still be there when all their successors are.
    int needed = ofOne * 2 * scaler.path("maxReplicaCount").asInt();
    int there =
        PRODUCTION
            .one("Cluster", "raincheck-database")
            .at("/spec/postgresql/parameters/max_connections")
            .asInt();
    // The operator's, the scaler's and the superuser's.
    int others = 20;
    assertTrue(there >= needed + others, needed + " of " + there);
  }

  @Test
  void whatSelectsPodsSelectsThese() {
    JsonNode labels =
        PRODUCTION.one("Deployment", "raincheck").at("/spec/template/metadata/labels");
    for (String kind : List.of("PodDisruptionBudget", "NetworkPolicy", "Deployment")) {
      JsonNode object = PRODUCTION.one(kind, "raincheck");
      JsonNode selector =
          kind.equals("NetworkPolicy")
              ? object.at("/spec/podSelector")
              : object.at("/spec/selector");
      assertEquals(labels, selector.path("matchLabels"), kind);
    }
    assertEquals(labels, PRODUCTION.one("Service", "raincheck").at("/spec/selector"));
    PRODUCTION
        .pod()
        .path("topologySpreadConstraints")
        .forEach(spread -> assertEquals(labels, spread.at("/labelSelector/matchLabels")));
    assertEquals(
        "raincheck",
        PRODUCTION.one("ScaledObject", "raincheck").at("/spec/scaleTargetRef/name").asText());
  }

  @Test
  void whatIsNotAllowedIsDenied() {
    JsonNode deny = PRODUCTION.one("NetworkPolicy", "default-deny").path("spec");
    assertTrue(deny.path("podSelector").isEmpty());
    assertEquals("[\"Ingress\",\"Egress\"]", deny.path("policyTypes").toString());
    assertTrue(deny.path("ingress").isMissingNode() && deny.path("egress").isMissingNode());
  }

  private Duration duration(String name) {
    return config.getValue(name, Duration.class);
  }
}
