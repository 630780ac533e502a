package dev.raincheck.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The schema of a custom resource, as its CustomResourceDefinition has it. Stricter than the
 * Kubernetes API, which drops fields that it does not know.
 */
record StructuralSchema(JsonNode schema) {

  /** What is wrong with a value; empty if nothing is. */
  List<String> complaints(JsonNode value) {
    List<String> complaints = new ArrayList<>();
    check(schema, value, "", complaints);
    return complaints;
  }

  private static void check(JsonNode schema, JsonNode value, String at, List<String> complaints) {
    if (!hasType(schema, value)) {
      complaints.add(at + " is not of the type " + schema.path("type").asText());
      return;
    }
    if (schema.has("enum") && Manifests.items(schema.get("enum")).noneMatch(value::equals)) {
      complaints.add(at + " is not one of " + schema.get("enum"));
    }
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asText())) {
        complaints.add(at + "/" + required.asText() + " is missing");
      }
    }
    for (JsonNode item : value.isArray() ? value : schema.path("none")) {
      check(schema.path("items"), item, at + "/-", complaints);
    }
    value
        .properties()
        .forEach(
            field -> {
              JsonNode known = field(schema, field.getKey());
              String path = at + "/" + field.getKey();
              if (known.isMissingNode()) {
                complaints.add(path + " is not known");
              } else {
                check(known, field.getValue(), path, complaints);
              }
            });
  }

  private static JsonNode field(JsonNode schema, String name) {
    JsonNode named = schema.path("properties").path(name);
    return named.isMissingNode() ? schema.path("additionalProperties") : named;
  }

  private static boolean hasType(JsonNode schema, JsonNode value) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return value.isIntegralNumber() || value.isTextual();
    }
    return switch (schema.path("type").asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> false;
    };
  }
}
