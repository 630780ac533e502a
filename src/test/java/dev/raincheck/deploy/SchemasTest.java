package dev.raincheck.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {

  @ParameterizedTest
  @ValueSource(strings = {Manifests.TRY, Manifests.PRODUCTION, Manifests.EXTERNAL_TLS})
  void everyObjectIsWhatTheClusterTakes(String overlay) {
    List<JsonNode> objects = Manifests.of(overlay).objects();
    assertFalse(objects.isEmpty());
    for (JsonNode object : objects) {
      assertEquals(List.of(), Schemas.complaints(object), object.toString());
    }
  }

  /** Each field in turn is misspelled, so that none is one that nobody looks at. */
  @ParameterizedTest
  @ValueSource(strings = {Manifests.TRY, Manifests.PRODUCTION, Manifests.EXTERNAL_TLS})
  void everyMisspelledFieldIsFound(String overlay) {
    for (JsonNode object : Manifests.of(overlay).objects()) {
      ObjectNode altered = object.deepCopy();
      for (ObjectNode part : structures(altered)) {
        for (String name : names(part)) {
          Map<String, JsonNode> whole = new LinkedHashMap<>();
          part.properties().forEach(field -> whole.put(field.getKey(), field.getValue()));
          part.set(name + "x", part.remove(name));
          assertFalse(Schemas.complaints(altered).isEmpty(), () -> name + "x passes in " + altered);
          part.removeAll();
          whole.forEach(part::set);
        }
      }
    }
  }

  private static List<ObjectNode> structures(JsonNode node) {
    List<ObjectNode> found = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      found.add(object);
      object
          .properties()
          .forEach(
              field -> {
                if (!isFreeMap(field.getKey(), field.getValue())) {
                  found.addAll(structures(field.getValue()));
                }
              });
    } else if (node instanceof ArrayNode array) {
      array.forEach(item -> found.addAll(structures(item)));
    }
    return found;
  }

  /** Whether the names of the fields are the user's to choose. */
  private static boolean isFreeMap(String name, JsonNode value) {
    return switch (name) {
      case "labels", "matchLabels", "data", "parameters", "requests", "limits" -> true;
      case "selector" ->
          value.properties().stream().allMatch(field -> field.getValue().isTextual());
      // A trigger's, beside that of an object.
      case "metadata" -> value.has("query");
      default -> false;
    };
  }

  private static List<String> names(ObjectNode part) {
    List<String> names = new ArrayList<>();
    part.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
