package dev.raincheck.deploy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The objects of an overlay, as they would be sent to a cluster. */
record Manifests(List<JsonNode> objects) {
  static final String TRY = "k8s/overlays/try";
  static final String PRODUCTION = "k8s/overlays/production";

  /** With the components that production has a choice of and does not take. */
  static final String EXTERNAL_TLS = "src/test/resources/k8s/external-tls";

  private static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();
  private static final Map<String, Manifests> MADE = new ConcurrentHashMap<>();

  static Manifests of(String overlay) {
    return MADE.computeIfAbsent(overlay, folder -> new Manifests(parse(Kubectl.kustomize(folder))));
  }

  static List<JsonNode> parse(String documents) {
    try (MappingIterator<JsonNode> all = YAML.readerFor(JsonNode.class).readValues(documents)) {
      return all.readAll();
    } catch (IOException malformed) {
      throw new AssertionError(malformed);
    }
  }

  /** All of a kind. */
  List<JsonNode> all(String kind) {
    return objects.stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
  }

  /** The one of a kind and a name; a generated name may have a hash behind it. */
  JsonNode one(String kind, String name) {
    List<JsonNode> found =
        all(kind).stream()
            .filter(object -> name(object).matches(name + "(-[a-z0-9]{10})?"))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " of " + kind + " " + name);
    }
    return found.get(0);
  }

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  /** The specification of the service's pods. */
  JsonNode pod() {
    return one("Deployment", "raincheck").at("/spec/template/spec");
  }

  JsonNode container() {
    return pod().at("/containers/0");
  }

  /** The variables that the service is started with; empty where a Secret has the value. */
  Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    one("ConfigMap", "raincheck")
        .path("data")
        .properties()
        .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
    all("Secret")
        .forEach(
            secret ->
                secret.path("data").fieldNames().forEachRemaining(key -> variables.put(key, "")));
    items(container().path("env"))
        .forEach(entry -> variables.put(entry.path("name").asText(), entry.path("value").asText()));
    return variables;
  }

  static Stream<JsonNode> items(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
