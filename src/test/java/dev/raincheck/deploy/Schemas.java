package dev.raincheck.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the Kubernetes API and the operators take, by version and kind. */
final class Schemas {
  private static final Map<String, Class<?>> MODELS =
      Map.ofEntries(
          Map.entry("v1/ConfigMap", ConfigMap.class),
          Map.entry("v1/Namespace", Namespace.class),
          Map.entry("v1/Secret", Secret.class),
          Map.entry("v1/Service", Service.class),
          Map.entry("v1/ServiceAccount", ServiceAccount.class),
          Map.entry("apps/v1/Deployment", Deployment.class),
          Map.entry("apps/v1/StatefulSet", StatefulSet.class),
          Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
          Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("gateway.networking.k8s.io/v1/HTTPRoute", HTTPRoute.class),
          Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class));

  /** The models keep what they do not know. Without that, it is an error. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                  return false;
                }
              })
          .build();

  private static final Map<String, StructuralSchema> CUSTOM =
      Manifests.parse(resource("custom-resources.yaml")).stream()
          .collect(Collectors.toMap(Schemas::versionAndKind, Schemas::schema));

  private Schemas() {}

  /** What is wrong with an object; empty if nothing is. */
  static List<String> complaints(JsonNode object) {
    String kind = object.path("apiVersion").asText() + "/" + object.path("kind").asText();
    Class<?> model = MODELS.get(kind);
    if (model != null) {
      return read(object, model);
    }
    StructuralSchema schema = CUSTOM.get(kind);
    if (schema == null) {
      return List.of("There is no schema for " + kind);
    }
    List<String> metadata = read(object.path("metadata"), ObjectMeta.class);
    ObjectNode rest = object.deepCopy();
    rest.putObject("metadata");
    return metadata.isEmpty() ? schema.complaints(rest) : metadata;
  }

  private static List<String> read(JsonNode value, Class<?> type) {
    try {
      STRICT.treeToValue(value, type);
      return List.of();
    } catch (JsonProcessingException refused) {
      return List.of(refused.getMessage());
    }
  }

  private static String versionAndKind(JsonNode definition) {
    Function<String, String> text = path -> definition.at(path).asText();
    return text.apply("/spec/group")
        + "/"
        + text.apply("/spec/versions/0/name")
        + "/"
        + text.apply("/spec/names/kind");
  }

  private static StructuralSchema schema(JsonNode definition) {
    return new StructuralSchema(definition.at("/spec/versions/0/schema/openAPIV3Schema"));
  }

  private static String resource(String name) {
    try (InputStream content = Schemas.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(content).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
