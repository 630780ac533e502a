package dev.raincheck.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The bill of materials that the build makes, and the licences in it. */
class BillOfMaterialsIT {
  private static final File BILL =
      new File(System.getProperty("raincheck.build.directory", "target"), "bom.json");

  /** Under one of these everything may be passed on that the service consists of. */
  private static final Set<String> ALLOWED =
      Set.of(
          "Apache-2.0",
          "MIT",
          "MIT-0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "EPL-1.0",
          "EPL-2.0",
          "CC0-1.0",
          "PostgreSQL",
          "Public Domain",
          "UPL-1.0",
          "LGPL-2.1",
          "LGPL-2.1-only",
          "LGPL-2.1-or-later",
          "0BSD");

  @Test
  void namesWhatTheServiceIsMadeOf() throws IOException {
    Set<String> names = new TreeSet<>();
    components().forEach(component -> names.add(component.path("name").asText()));
    assertTrue(
        names.containsAll(Set.of("quarkus-rest-jackson", "quarkus-oidc", "netty-common")),
        names.toString());
    assertTrue(names.stream().noneMatch("archunit"::equals), "tests are no part of it");
    components()
        .forEach(
            component -> assertTrue(component.path("hashes").size() > 0, component.toString()));
  }

  @Test
  void everyPartHasALicenceThatAllowsToPassItOn() throws IOException {
    List<String> others = new ArrayList<>();
    for (JsonNode component : components()) {
      Set<String> licences = licences(component);
      if (licences.stream().noneMatch(BillOfMaterialsIT::isAllowed)) {
        others.add(component.path("purl").asText() + " " + licences);
      }
    }
    assertEquals(List.of(), others);
  }

  private static boolean isAllowed(String licence) {
    return ALLOWED.contains(licence)
        || List.of(licence.split(" OR ")).stream().anyMatch(ALLOWED::contains);
  }

  private static Set<String> licences(JsonNode component) {
    Set<String> licences = new TreeSet<>();
    for (JsonNode licence : component.path("licenses")) {
      licences.add(
          licence.has("expression")
              ? licence.path("expression").asText()
              : licence.at("/license/id").asText(licence.at("/license/name").asText()));
    }
    return licences;
  }

  private static JsonNode components() throws IOException {
    return new ObjectMapper().readTree(BILL).path("components");
  }
}
